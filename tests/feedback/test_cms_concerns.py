"""Concerns in the CMS: the list and its number, whoever may read one, what was done, and the list of words."""

import re

import pytest
from django.utils import timezone

from accounts.models import AccessLog
from feedback import triage
from feedback.models import Concern
from tests.factories.accounts import UserFactory
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import ConcernFactory, SurveyFactory
from tests.feedback.cms import at, logged, read

pytestmark = pytest.mark.django_db
WRITTEN = "He hit me, said Ada"


@pytest.fixture
def lead(officer):
    """An officer who looks after concerns, and may not read other unread comments."""
    return officer


@pytest.fixture
def concern(lead):
    return ConcernFactory(lead=lead.user, comment__text=WRITTEN, comment__response__survey__page__title="The hubs")


def test_nobody_without_the_right_opens_any_of_it(bystander, client, concern):
    addresses = [at("concerns"), at("concerns_results"), at("watch_words", "en")]
    addresses += [at(name, concern.public_id) for name in ("concern", "hand_on")]
    for address in addresses:
        assert [who.get(address).status_code for who in (bystander, client)] == [302, 302]
    bystander.post(at("concern", concern.public_id), {"outcome": "Done."})
    concern.refresh_from_db()
    assert concern.is_open


# --- The list


def test_the_list_has_the_overdue_first_and_no_word_of_what_was_written(lead, concern):
    late = ConcernFactory(overdue=True, kind="abuse", comment__response__survey__page__title="The scanner", lead=None)
    done = ConcernFactory(closed=True, overdue=True, kind="complaint")
    page = read(lead, at("concerns"))
    order = [page.index(at("concern", each.public_id)) for each in (late, concern, done)]
    assert order == sorted(order)
    for words in ("Overdue", "Nobody yet", "The hubs", "The scanner", "Possible abuse", "Closed"):
        assert words in page
    assert WRITTEN not in page
    assert logged() == []


def test_the_list_is_filtered_by_state(lead, concern):
    late, done = ConcernFactory(overdue=True), ConcernFactory(closed=True)
    found = {
        state: {row.pk for row in lead.get(f"{at('concerns')}?state={state}").context["object_list"]}
        for state in ("", "overdue", "open", "closed")
    }
    assert found == {
        "": {concern.pk, late.pk, done.pk},
        "overdue": {late.pk},
        "open": {concern.pk, late.pk},
        "closed": {done.pk},
    }


def test_each_number_of_the_first_page_is_as_long_as_its_list(lead, concern):
    assert "No concern is open." not in lead.get("/cms/").text
    ConcernFactory.create_batch(2, overdue=True)
    ConcernFactory(closed=True)
    numbers = dict(re.findall(r'href="(/cms/feedback/concerns/\?state=\w+)">\w+: (\d+)<', lead.get("/cms/").text))
    assert numbers == {f"{at('concerns')}?state=overdue": "2", f"{at('concerns')}?state=open": "3"}
    for address, number in numbers.items():
        assert lead.get(address).context["paginator"].count == int(number)


def test_the_first_page_of_whoever_may_not_see_them_has_no_number(bystander):
    assert "concerns-due" not in bystander.get("/cms/").text


# --- One concern


def test_its_lead_reads_what_was_written_and_that_is_logged(lead, concern):
    page = read(lead, at("concern", concern.public_id))
    assert WRITTEN in page
    assert "We do not know." in page
    assert logged() == [("viewed", f"concern {concern.public_id}", 1, "")]


def test_what_was_written_is_read_as_it_was_before_it_was_masked(lead):
    concern = ConcernFactory(lead=lead.user, comment__text="[name] hit me", comment__original="Bo hit me")
    assert "Bo hit me" in read(lead, at("concern", concern.public_id))


def test_where_a_booking_is_known_the_log_says_whose(lead):
    survey = SurveyFactory(personal=True, anonymous=False)
    registration = RegistrationFactory(date=survey.date)
    concern = ConcernFactory(
        lead=lead.user, comment__response__survey=survey, comment__response__registration=registration
    )
    page = read(lead, at("concern", concern.public_id))
    assert f"Booking {registration.public_id}" in page
    assert registration.name not in page
    assert AccessLog.objects.get().subject == registration.person.subject


def test_other_officers_see_that_it_is_there_and_neither_words_nor_outcome(officer, sign_in):
    concern = ConcernFactory(comment__text=WRITTEN, closed=True, outcome="Ada was rung.")
    page = read(officer, at("concern", concern.public_id))
    assert "Only the safety lead and those who may read unread comments see it." in page
    assert (WRITTEN in page, "Ada was rung." in page) == (False, False)
    assert officer.get(at("hand_on", concern.public_id)).status_code == 302
    assert logged() == []


def test_nor_do_they_close_it(officer):
    concern = ConcernFactory()
    officer.post(at("concern", concern.public_id), {"outcome": "Done."})
    officer.post(at("hand_on", concern.public_id), {"lead": officer.user.pk})
    concern.refresh_from_db()
    assert (concern.state, concern.lead == officer.user) == ("open", False)


def test_whoever_may_read_unread_comments_may_do_it_in_the_lead_s_place(reader):
    concern = ConcernFactory(comment__text=WRITTEN)
    assert WRITTEN in read(reader, at("concern", concern.public_id))
    reader.post(at("concern", concern.public_id), {"outcome": "The ward was told."})
    concern.refresh_from_db()
    assert (concern.state, concern.closed_by) == ("closed", reader.user)


def test_it_is_closed_with_an_outcome_in_words(lead, concern):
    refused = lead.post(at("concern", concern.public_id), {"outcome": " "})
    assert "Enter what was done." in refused.text
    assert WRITTEN in refused.text
    lead.post(at("concern", concern.public_id), {"outcome": "The ward was told."})
    page = read(lead, at("concern", concern.public_id))
    assert "The ward was told." in page
    assert "<textarea" not in page
    assert Concern.objects.get().closed_on == timezone.localdate()


def test_a_concern_whose_comment_is_gone_is_closed_all_the_same(lead, concern):
    concern.comment.delete()
    assert "It is no longer kept." in read(lead, at("concern", concern.public_id))
    lead.post(at("concern", concern.public_id), {"outcome": "Nothing to do."})
    assert not Concern.objects.get().is_open


def test_it_is_given_to_another_member_of_staff_who_can_then_read_it(lead, concern, sign_in):
    other = sign_in("Officer")
    assert "Select somebody else" in lead.post(at("hand_on", concern.public_id), {"lead": lead.user.pk}).text
    designer = UserFactory(is_staff=True)  # with a key to the CMS and no right to see concerns
    assert "Select a valid choice" in lead.post(at("hand_on", concern.public_id), {"lead": designer.pk}).text
    lead.post(at("hand_on", concern.public_id), {"lead": other.user.pk})
    assert WRITTEN in read(other, at("concern", concern.public_id))
    assert WRITTEN not in read(lead, at("concern", concern.public_id))


# --- The words


def test_officers_change_the_words_of_each_language(officer):
    page = read(officer, at("watch_words", "en"))
    assert "kill myself" in page
    assert at("watch_words", "cy") in page
    assert "eisiau marw" in read(officer, at("watch_words", "cy"))
    officer.post(at("watch_words", "cy"), {"harm": "oer iawn", "abuse": "", "complaint": "araf*"})
    assert triage.words("cy") == {"harm": ["oer iawn"], "abuse": [], "complaint": ["araf*"]}
    refused = officer.post(at("watch_words", "cy"), {"harm": "*", "abuse": "", "complaint": "hwyr"})
    assert "Enter words in each line, with a * only at the end: *" in refused.text
    assert "hwyr" in refused.text
    assert officer.get("/cms/feedback/concerns/words/fr/").status_code == 404

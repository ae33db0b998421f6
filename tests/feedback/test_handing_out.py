"""Single-use links: made once, kept as hashes, used once each, and counted without telling which."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import AccessLog
from content import question_sets
from content.models import Draft
from feedback import handing_out, responding, surveying
from feedback.models import Response, SingleLink, Survey
from tests.factories.accounts import UserFactory
from tests.factories.feedback import SurveyFactory
from tests.feedback.cms import at, logged, read

pytestmark = pytest.mark.django_db
PAGES = {
    "1": {"place": "hospital", "fair": "agree", "ease": "3"},
    "2": {},
    "check": {},
}


@pytest.fixture
def survey():
    return SurveyFactory(by_links=True)


@pytest.fixture
def link(survey, settings):
    (address,) = handing_out.make_links(survey=survey, number=1, by=UserFactory(officer=True))
    return address.removeprefix(settings.BASE_URL)


def answer(link, survey):
    client = Client()
    assert client.post(link).status_code == 302
    draft = Draft.objects.latest("pk")
    for step, typed in PAGES.items():
        response = client.post(f"/answer/{survey.public_id}/{step}/", {"draft": draft.key, **typed})
    return response


def test_only_a_hash_of_each_is_kept(survey, link):
    (name, *_signature) = link.removeprefix("/answer/with/").split("-")
    row = SingleLink.objects.values().get()
    assert name not in str(row)
    assert set(row) == {"id", "survey_id", "hash", "answered"}


def test_a_link_opens_the_form_and_is_used_once(survey, link):
    assert "The link that you used works once." in read(Client(), link)
    assert answer(link, survey).status_code == 302
    assert (Response.objects.get().registration, SingleLink.objects.get().answered) == (None, True)
    again = Client().get(link)
    assert again.status_code == 409
    assert "We have your answers already." in again.content.decode()


def test_opening_it_uses_it_not_and_nor_does_another(survey, link):
    handing_out.make_links(survey=survey, number=2, by=UserFactory(officer=True))
    Client().get(link)
    assert SingleLink.objects.filter(answered=True).count() == 0
    answer(link, survey)
    assert SingleLink.objects.filter(answered=True).count() == 1


def test_without_a_link_nobody_answers(survey):
    assert "use the link that we gave you" in read(Client(), survey.page.url)
    with pytest.raises(responding.RespondingRefused) as refused:
        responding.respond(survey=survey, question_set=question_sets.current(survey.page), answers={}, key="x")
    assert refused.value.code == "personal_link"
    assert Client().get("/answer/with/aaaaaaaaaa-0123456789abcdef012345/").status_code == 404


def test_a_link_of_another_form_opens_its_own_only(survey, link):
    other = SurveyFactory(by_links=True)
    with pytest.raises(SingleLink.DoesNotExist):
        responding.respond(
            survey=other,
            question_set=question_sets.current(other.page),
            answers={},
            key="x",
            invitation=SingleLink.objects.get(),
        )
    assert Response.objects.count() == 0


@pytest.mark.parametrize("number", [0, 2001])
def test_too_few_or_too_many_are_refused(survey, number):
    with pytest.raises(ValidationError) as refused:
        handing_out.make_links(survey=survey, number=number, by=UserFactory())
    assert refused.value.message_dict == {"number": ["Enter a number from 1 to 2000."]}


def test_another_form_has_none():
    with pytest.raises(ValidationError, match="Only a form that is answered by single-use links"):
        handing_out.make_links(survey=SurveyFactory(), number=1, by=UserFactory())


def test_it_is_anonymous_and_needs_no_date():
    survey = SurveyFactory(coming=True, page__live=False)
    by = UserFactory(administrator=True)
    assert surveying.change(survey=survey, by=by, who_may_answer="links").date is None
    with pytest.raises(ValidationError) as refused:
        surveying.change(survey=survey, by=by, anonymous=False)
    assert refused.value.messages == ["A form by single-use links is anonymous: nobody knows who has which link."]


def test_who_may_answer_is_settled_once_links_were_made():
    survey = SurveyFactory(coming=True, by_links=True)
    assert not surveying.is_settled(survey)
    handing_out.make_links(survey=survey, number=1, by=UserFactory())
    assert surveying.is_settled(survey)


def test_nobody_is_invited_to_it(survey):
    assert not responding.people_to_invite(survey).exists()
    responding.invite_due()
    assert list(Survey.objects.inviting_by_themselves()) == []


def test_an_officer_downloads_links_once_and_sees_how_many_were_used(officer, survey, link):
    answer(link, survey)
    response = officer.post(at("links", survey.page_id), {"number": "3"})
    lines = b"".join(response.streaming_content).decode().split()
    assert (lines[0].lstrip("\ufeff"), len(lines)) == ("Link", 4)
    assert all("/answer/with/" in line for line in lines[1:])
    assert logged()[-1] == ("exported", f"single-use links of form {survey.public_id}", 3, "")
    text = read(officer, at("links", survey.page_id))
    assert "4 were made before; 1 of them were used." in text
    assert "/answer/with/" not in text


def test_what_is_wrong_stands_beside_the_number(officer, survey):
    for number, problem in (
        ("", "Enter how many links."),
        ("x", "Enter a number, like 50."),
        ("9999", "from 1 to 2000"),
    ):
        assert problem in officer.post(at("links", survey.page_id), {"number": number}).content.decode()
    assert SingleLink.objects.count() == AccessLog.objects.count() == 0


def test_nobody_else_makes_any(bystander, survey):
    assert bystander.post(at("links", survey.page_id), {"number": "3"}).status_code == 302
    assert SingleLink.objects.count() == 0

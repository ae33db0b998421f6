"""Consent in steps: what is asked of whom, what is kept of it and where, and that files keep to it."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import consents
from accounts.consents import Decision, Purpose
from accounts.models import AccessLog, ConsentRecord
from feedback import consenting, frames, links, releases, summaries
from feedback.codebook import of as codebook_of
from feedback.models import Response, Survey
from home import roles
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, RegistrationFactory
from tests.factories.feedback import CommentFactory, InvitationFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at, logged, read
from tests.feedback.test_answering import FIRST, SECOND, Visitor, address_of

pytestmark = pytest.mark.django_db
QUOTE = "May we quote your words without your name?"
RESEARCH = "May your answers be used in research?"
CREDIT = "May we name you as somebody who took part?"


@pytest.fixture
def known():
    """A form that knows who answers and asks for everything."""
    return SurveyFactory(personal=True, anonymous=False, asks_research=True, offers_credit=True)


@pytest.fixture
def person(known):
    return InvitationFactory(survey=known).registration.person


def begin(client, survey):
    """Somebody at the first question, by their own link where one is needed."""
    visitor = Visitor(client)
    if survey.is_personal:
        return visitor.press(f"/answer/with/{links.token(survey.invitations.get())}/")
    return visitor.go(address_of(survey))


def answered(survey, name="", **fields):
    """A response with a comment that was read; of a known person where the form knows people."""
    registration = RegistrationFactory(date=survey.date, person__name=name) if survey.date else None
    response = ResponseFactory(survey=survey, registration=registration, **fields)
    CommentFactory(response=response, text=f"Words of {name}", state="clear")
    return response


def withdraw(response, purpose):
    consents.record(person=response.registration.person, purpose=purpose, decision=Decision.WITHDRAWN, text="By letter")


# --- What is asked


def test_of_a_form_that_knows_people_each_is_asked_by_itself_and_nothing_is_chosen(client, known, person):
    visitor = begin(client, known).send(**FIRST).send(**SECOND)
    for question, answer in ((QUOTE, {"may_quote": "yes"}), (RESEARCH, {"may_research": "no"})):
        assert visitor.heading.endswith(question)
        assert "checked" not in visitor.text
        visitor.send(**answer)
    assert visitor.heading.endswith(CREDIT)
    visitor.send(may_credit="yes").send()

    response = Response.objects.get()
    assert (response.may_quote, response.may_research, response.may_credit) == (True, False, True)
    ledger = ConsentRecord.objects.filter(subject=person.subject)
    assert set(ledger.values_list("purpose", "decision", "method")) == {
        ("quote", "given", "web"),
        ("use_in_research", "refused", "web"),
        ("credit", "given", "web"),
    }
    assert ledger.get(purpose="quote").wording.text.startswith(QUOTE)


def test_of_an_anonymous_form_only_the_response_knows_it(client):
    survey = SurveyFactory(personal=True, asks_research=True)
    InvitationFactory(survey=survey)
    visitor = begin(client, survey).send(**FIRST).send(**SECOND).send(may_quote="yes")
    assert visitor.heading.endswith(RESEARCH)
    visitor.send(may_research="yes")
    assert visitor.heading.endswith("Check your answers")
    visitor.send()
    response = Response.objects.get()
    assert (response.may_quote, response.may_research, response.may_credit) == (True, True, False)
    assert not ConsentRecord.objects.exists()


def test_to_be_counted_only_is_the_default(client):
    begin(client, SurveyFactory()).send(**FIRST).send().send()
    response = Response.objects.get()
    assert (response.may_quote, response.may_research, response.may_credit) == (False, False, False)


def test_each_must_be_answered(client, known, person):
    visitor = begin(client, known).send(**FIRST).send()
    visitor.send()
    assert "Select yes if your answers may be used in research" in visitor.text


def test_the_wording_of_the_form_stands_in_place_of_ours_and_in_the_ledger(client, known, person):
    known.page.consent_wording = "The University of Calderbrook asks."
    known.page.save()
    visitor = begin(client, known).send(**FIRST).send()
    assert "The University of Calderbrook asks." in visitor.text
    assert "Researchers do not see your name." not in visitor.text
    visitor.send(may_research="yes").send(may_credit="no").send()
    wording = ConsentRecord.objects.get(purpose="use_in_research").wording
    assert wording.text == f"{RESEARCH} The University of Calderbrook asks."


@pytest.mark.parametrize("facts", [{"anonymous": True}, {"who_may_answer": "anyone"}])
def test_the_database_takes_no_form_that_would_name_whom_it_does_not_know(facts):
    given = {"anonymous": False, "who_may_answer": "attended"} | facts
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyFactory(offers_credit=True, date=EventDateFactory(past=True), **given)


def test_an_officer_reads_beside_the_field_why_nobody_can_be_named(sign_in):
    survey = SurveyFactory(coming=True)
    facts = {"who_may_answer": "anyone", "profile": survey.profile, "anonymous": "on", "offers_credit": "on"}
    page = sign_in(roles.OFFICER).post(at("change", survey.page_id), facts)
    assert page.context["form"].errors["offers_credit"] == [
        "Nobody can be named of a form that is anonymous, or open to anyone."
    ]
    assert not Survey.objects.get().offers_credit


# --- That files keep to it


def names_in(client, survey, kind):
    """The lines of a file that an officer takes away."""
    file = client.post(at("export", survey.page_id), {"file_format": kind, "reason": "A report"})
    return b"".join(file.streaming_content).decode("utf-8-sig").splitlines()


def test_the_file_for_research_has_only_those_who_agreed_and_have_not_withdrawn(sign_in, known):
    agreed = answered(known, "Ada", may_research=True)
    answered(known, "Bo", may_research=False)
    withdraw(answered(known, "Cy", may_research=True), Purpose.USE_IN_RESEARCH)
    _header, *rows = names_in(sign_in(roles.OFFICER), known, "research")
    assert [row.split(",")[0] for row in rows] == [agreed.public_id]
    assert "Words of Ada" in rows[0]
    assert logged() == [("exported", f"answers to form {known.public_id} as research", 1, "A report")]


def test_the_names_are_those_of_people_who_agreed_and_have_not_withdrawn(sign_in, known):
    answered(known, "Cy", may_credit=True)
    answered(known, "Ada", may_credit=True)
    answered(known, "Bo", may_credit=False)
    answered(known, "Spam", may_credit=True, state="spam")
    withdraw(answered(known, "Di", may_credit=True), Purpose.CREDIT)
    assert names_in(sign_in(roles.OFFICER), known, "names") == ["name", "Ada", "Cy"]
    assert logged() == [("exported", f"answers to form {known.public_id} as names", 2, "A report")]


def test_nobody_is_named_of_an_anonymous_form_or_without_a_person(known):
    ResponseFactory(survey=known, may_credit=True)
    anonymous = SurveyFactory(personal=True)
    answered(anonymous, "Ada", may_credit=True)
    assert consenting.to_credit(known) == consenting.to_credit(anonymous) == []


def test_who_may_not_handle_answers_takes_no_names_away(sign_in, known):
    answered(known, "Ada", may_credit=True)
    client = sign_in(roles.COMMENT_READER)
    response = client.post(at("export", known.page_id), {"file_format": "names", "reason": "A report"}, follow=True)
    assert "Ada" not in response.content.decode()


def test_a_quote_is_shown_no_more_once_its_person_has_withdrawn_that(sign_in, known):
    for name in "ABCDEFGHIJ":
        answered(known, name, may_quote=True)
    first = known.responses.order_by("pk").first()
    release = releases.make_release(survey=known)
    assert len(quotes(release)) == 10
    withdraw(first, Purpose.QUOTE)
    assert "Words of A" not in quotes(release)
    assert len(quotes(release)) == 9
    assert list(frames.frame(known, codebook_of(known))["may_quote"]) == [False] + [True] * 9
    text = read(sign_in(roles.OFFICER), at("comments", known.page_id))
    assert (text.count("May not be quoted."), text.count("May be quoted without a name.")) == (1, 9)


def quotes(release):
    summary = summaries.of(release.survey, UserFactory())
    return [text for _title, texts in summary.comments.by_question for text in texts]


def test_who_says_no_to_another_form_has_not_withdrawn(known):
    response = answered(known, "Ada", may_research=True)
    consents.record(
        person=response.registration.person, purpose=Purpose.USE_IN_RESEARCH, decision=Decision.REFUSED, text="Another"
    )
    assert list(consenting.for_research(known)) == [response]


# --- That it is taken back


@pytest.fixture
def agreed(known):
    """Answers of Ada, who agreed to everything, also in another form; beside them those of Bo, who did too."""
    everything = dict.fromkeys(consenting.FIELDS.values(), True)
    answered(known, "Bo", **everything)
    response = answered(known, "Ada", **everything)
    other = SurveyFactory(personal=True, anonymous=False)
    mine = RegistrationFactory(date=other.date, person=response.registration.person)
    ResponseFactory(survey=other, registration=mine, **everything)
    return response


def test_an_officer_sees_what_holds_and_withdraws_one_of_it_as_the_person_told_us(sign_in, agreed):
    officer, person = sign_in(roles.OFFICER), agreed.registration.person
    page, withdraw_quote = at("response", agreed.public_id), at("withdraw_consent", agreed.public_id, "quote")
    assert withdraw_quote in read(officer, page)
    assert "Quoting words without a name" in read(officer, withdraw_quote)
    assert "Select how they told us." in officer.post(withdraw_quote, {}).content.decode()
    assert not ConsentRecord.objects.exists()

    assert officer.post(withdraw_quote, {"method": "telephone"})["Location"] == page
    assert list(ConsentRecord.objects.values_list("subject", "purpose", "decision", "method", "captured_by")) == [
        (person.subject, "quote", "withdrawn", "telephone", officer.user.pk)
    ]
    assert set(Response.objects.values_list("registration__person__name", "may_quote", "may_research")) == {
        ("Ada", False, True),
        ("Bo", True, True),
    }
    line = AccessLog.objects.get(action="changed")
    assert (line.what, line.subject, line.by) == ("consent withdrawn: quote", person.subject, officer.user)
    assert consenting.held_of(agreed) == {Purpose.QUOTE: False, Purpose.USE_IN_RESEARCH: True, Purpose.CREDIT: True}
    text = read(officer, page)
    assert withdraw_quote not in text
    assert at("withdraw_consent", agreed.public_id, "credit") in text


def test_it_stays_taken_back_when_we_have_forgotten_who_came_and_when_they_agree_in_another_form(agreed):
    person = agreed.registration.person
    consenting.withdraw(person=person, purpose=Purpose.QUOTE, method="paper", by=UserFactory())
    consents.record(person=person, purpose=Purpose.QUOTE, decision=Decision.GIVEN, text="Another form")
    assert not consenting.held_of(agreed)[Purpose.QUOTE]
    agreed.registration.person = None
    agreed.registration.save()
    assert not consenting.held_of(agreed)[Purpose.QUOTE]


def test_what_was_not_agreed_to_cannot_be_taken_back_nor_twice(agreed):
    person = agreed.registration.person
    consenting.withdraw(person=person, purpose=Purpose.CREDIT, method="paper", by=UserFactory())
    with pytest.raises(ValidationError, match="They have not agreed to this"):
        consenting.withdraw(person=person, purpose=Purpose.CREDIT, method="paper", by=UserFactory())
    assert ConsentRecord.objects.count() == 1


def test_of_an_answer_that_leads_to_nobody_it_cannot_be_taken_back(sign_in):
    response, officer = ResponseFactory(may_quote=True), sign_in(roles.OFFICER)
    assert "Withdraw consent" not in read(officer, at("response", response.public_id))
    assert officer.post(at("withdraw_consent", response.public_id, "quote"), {"method": "paper"}).status_code == 404


def test_another_consent_than_those_of_a_form_is_not_found(sign_in, agreed):
    address = at("withdraw_consent", agreed.public_id, "news")
    assert sign_in(roles.OFFICER).post(address, {"method": "paper"}).status_code == 404


def test_it_needs_the_right_to_see_people(bystander, agreed):
    bystander.user.user_permissions.add(*Permission.objects.filter(codename__in=["view_response", "change_response"]))
    bystander.post(at("withdraw_consent", agreed.public_id, "quote"), {"method": "paper"})
    assert not ConsentRecord.objects.exists()
    bystander.user.user_permissions.add(Permission.objects.get(codename="view_person"))
    bystander.post(at("withdraw_consent", agreed.public_id, "quote"), {"method": "paper"})
    assert ConsentRecord.objects.count() == 1


def test_it_needs_the_right_to_handle_answers(sign_in, agreed):
    sign_in(roles.COMMENT_READER).post(at("withdraw_consent", agreed.public_id, "quote"), {"method": "paper"})
    assert not ConsentRecord.objects.exists()

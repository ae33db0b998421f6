"""Keeping what people told us, and asking them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from content import question_sets
from events import attendance
from feedback import responding
from feedback.models import Comment, Invitation, Response
from feedback.responding import RespondingRefused
from mailing.models import Message
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import InvitationFactory, SurveyFactory

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
NOBODY = "Nobody is thanked or asked for feedback: this date has no open form with personal links."
ANSWERS = {"place": "hospital", "fair": "agree", "ease": 7, "change": "A bus.", "help": ["bus", "evening"]}


def respond(survey, answers=ANSWERS, key="key", **more):
    question_set = question_sets.current(survey.page)
    return responding.respond(survey=survey, question_set=question_set, answers=answers, key=key, **more)


def refusal_of(survey, **more):
    with pytest.raises(RespondingRefused) as refused:
        respond(survey, **more)
    assert not Response.objects.exists()
    return refused.value.code


def test_closed_answers_make_one_document_and_own_words_one_comment_each():
    response = respond(SurveyFactory(), may_quote=True, language="cy")

    assert response.answers == {"place": "hospital", "fair": "agree", "ease": 7, "help": ["bus", "evening"]}
    assert list(Comment.objects.values_list("question", "short_name", "text", "state")) == [
        ("change", "change", "A bus.", "unread")
    ]
    assert (response.channel, response.language, response.may_quote, response.state) == ("web", "cy", True, "received")


def test_answers_to_questions_that_were_not_shown_are_dropped():
    shown = respond(SurveyFactory(), ANSWERS | {"place": "elsewhere", "place.elsewhere.follow_up": "In a bus"})
    hidden = respond(SurveyFactory(), ANSWERS | {"place.elsewhere.follow_up": "In a bus", "unknown": 1}, key="other")

    assert sorted(shown.comments.values_list("text", flat=True)) == ["A bus.", "In a bus"]
    assert list(hidden.comments.values_list("text", flat=True)) == ["A bus."]
    assert "unknown" not in hidden.answers


def test_the_same_key_again_is_the_same_response():
    survey = SurveyFactory()
    first, second = respond(survey), respond(survey, {"place": "practice"})

    assert first == second
    assert Response.objects.count() == 1
    assert responding.response_of("key") == first
    assert responding.response_of("another") is None


def test_the_key_of_a_draft_stands_nowhere_beside_the_answers():
    assert respond(SurveyFactory()).key != "key"
    assert len(Response.objects.get().key) == 64


def test_the_day_is_that_of_london():
    at = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)
    survey = SurveyFactory(opens_at=at - timedelta(days=1))
    assert respond(survey, at=at).day == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"coming": True}, "not_open_yet"),
        ({"undated": True}, "not_open_yet"),
        ({"closed": True}, "closed"),
        ({"page__live": False}, "page_gone"),
        ({"personal": True}, "personal_link"),
    ],
)
def test_a_form_that_takes_no_answers_refuses_them(facts, code):
    assert refusal_of(SurveyFactory(**facts)) == code


def test_a_number_that_no_file_can_hold_is_refused():
    with pytest.raises(ValidationError, match="Enter a smaller number"):
        respond(SurveyFactory(), ANSWERS | {"minutes": 10**40})
    assert not Response.objects.exists()


def test_an_officer_enters_answers_from_paper_without_a_personal_link():
    assert respond(SurveyFactory(personal=True), channel="paper").registration is None


def test_an_invitation_is_used_once():
    invitation = InvitationFactory()
    respond(invitation.survey, invitation=invitation)

    with pytest.raises(RespondingRefused) as refused:
        respond(invitation.survey, invitation=invitation, key="second")
    assert refused.value.code == "answered"
    assert Response.objects.count() == 1


def test_an_anonymous_answer_leads_to_nobody_and_the_invitation_knows_only_that_it_was_used():
    invitation = InvitationFactory()
    response = respond(invitation.survey, invitation=invitation)
    invitation.refresh_from_db()

    assert response.registration is None
    assert invitation.answered
    assert {field.name for field in Invitation._meta.get_fields()} == {
        "id",
        "public_id",
        "survey",
        "registration",
        "answered",
    }
    assert not any(field.get_internal_type() in ("DateTimeField", "TimeField") for field in Response._meta.fields)


def test_an_answer_that_is_not_anonymous_leads_to_the_registration():
    invitation = InvitationFactory(survey__anonymous=False)
    response = respond(invitation.survey, invitation=invitation)
    assert response.registration == invitation.registration


def test_an_invitation_to_another_form_is_none():
    with pytest.raises(Invitation.DoesNotExist):
        respond(SurveyFactory(personal=True), invitation=InvitationFactory())


# --- Asking


@pytest.fixture
def people():
    """A survey of a past date, and its registrations by what became of them."""
    survey = SurveyFactory(personal=True)
    attendance = {"came": "came", "online": "came_online", "unknown": "", "absent": "did_not_come"}
    made = {name: RegistrationFactory(date=survey.date, attendance=value) for name, value in attendance.items()}
    made |= {
        "waiting": RegistrationFactory(date=survey.date, waiting=True),
        "cancelled": RegistrationFactory(date=survey.date, cancelled=True),
        "erased": RegistrationFactory(date=survey.date, person=None, name="", email=""),
        "elsewhere": RegistrationFactory(),
    }
    return survey, made


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("attended", {"came", "online", "unknown"}),
        ("booked", {"came", "online", "unknown", "absent"}),
        ("anyone", set()),
    ],
)
def test_who_is_asked(people, who, asked):
    survey, made = people
    survey.who_may_answer = who
    assert set(responding.people_to_invite(survey)) == {made[name] for name in asked}


def test_everybody_is_asked_once_by_a_message_of_their_own(people):
    survey, made = people

    assert responding.invite(survey=survey) == 3
    assert responding.invite(survey=survey) == 0

    messages = Message.objects.all()
    assert {message.person for message in messages} == {made[name].person for name in ("came", "online", "unknown")}
    assert {message.about for message in messages} == set(survey.invitations.values_list("public_id", flat=True))
    assert {message.kind for message in messages} == {"feedback_invitation"}


def test_who_came_late_to_the_list_is_asked_when_it_is_sent_again(people):
    survey, _made = people
    responding.invite(survey=survey)
    RegistrationFactory(date=survey.date)
    assert responding.invite(survey=survey) == 1


def test_a_form_that_opens_later_asks_when_it_opens():
    survey = SurveyFactory(personal=True, coming=True)
    RegistrationFactory(date=survey.date)
    responding.invite(survey=survey)
    assert Message.objects.get().due_at == survey.opens_at


# --- By itself


def asked_by_itself(survey, **clock):
    """The names of whom the worker asks at a moment so long after the end of the date."""
    before = set(survey.invitations.values_list("registration__name", flat=True))
    responding.invite_due(survey.date.ends_at + timedelta(**clock))
    return set(survey.invitations.values_list("registration__name", flat=True)) - before


@pytest.fixture
def named():
    """A form of a date that is just over, and whose people are called by what was noted of them."""
    survey = SurveyFactory(personal=True, opens_at=LONG_AGO, closes_at=None)
    for name in ("came", "came_online", "did_not_come"):
        RegistrationFactory(date=survey.date, attendance=name, name=name)
    RegistrationFactory(date=survey.date, name="cancelled", cancelled=True)
    return survey


@pytest.mark.parametrize("who", ["attended", "booked"])
def test_whoever_was_noted_as_there_is_asked_by_itself_once_the_date_is_over(named, who):
    named.who_may_answer = who
    named.save()

    assert asked_by_itself(named, minutes=-1) == set()
    assert asked_by_itself(named, minutes=0) == {"came", "came_online"}
    assert asked_by_itself(named, days=9) == set()
    assert Message.objects.filter(kind="feedback_invitation").count() == 2


def test_where_nobody_was_noted_everybody_is_asked_a_day_later():
    survey = SurveyFactory(personal=True, opens_at=LONG_AGO, closes_at=None)
    RegistrationFactory(date=survey.date, name="Ann")

    assert asked_by_itself(survey, hours=23) == set()
    assert asked_by_itself(survey, hours=24) == {"Ann"}


def test_whom_the_desk_did_not_see_is_not_thanked_for_coming(named):
    RegistrationFactory(date=named.date, name="unseen")
    assert asked_by_itself(named, days=2) == {"came", "came_online"}


def test_whoever_is_noted_afterwards_is_asked_then(named):
    asked_by_itself(named, hours=1)
    RegistrationFactory(date=named.date, name="late", attendance="came")
    assert asked_by_itself(named, hours=2) == {"late"}


def test_an_officer_who_sends_first_leaves_nobody_to_ask_by_itself(named):
    responding.invite(survey=named)
    assert asked_by_itself(named, days=2) == set()


@pytest.mark.parametrize(
    "facts",
    [
        {"invites_by_itself": False},
        {"who_may_answer": "anyone"},
        {"closed": True},
        {"coming": True},
        {"undated": True},
        {"page__live": False},
        {"date__cancelled": True},
    ],
    ids=str,
)
def test_nobody_is_asked_by_itself(facts):
    survey = SurveyFactory(**{"personal": True} | facts)
    RegistrationFactory(date=survey.date, attendance="came")

    responding.invite_due()

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Whoever came is thanked and asked for feedback by itself, once the form “How was it?” is open."),
        (
            {"invites_by_itself": False},
            "Whoever came is thanked and asked for feedback once you send the invitations of “How was it?”.",
        ),
        ({"who_may_answer": "anyone"}, NOBODY),
        ({"closed": True}, NOBODY),
    ],
    ids=str,
)
def test_whoever_notes_who_came_reads_what_follows(facts, said):
    survey = SurveyFactory(**{"personal": True, "page__title": "How was it?"} | facts)
    assert attendance.what_follows(survey.date) == [said]


# --- Refusals


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"closed": True}, "closed"), ({"undated": True}, "not_open_yet"), ({"page__live": False}, "page_gone")],
)
def test_nobody_is_asked_to_answer_what_cannot_be_answered(facts, code):
    survey = SurveyFactory(personal=True, **facts)
    RegistrationFactory(date=survey.date)
    with pytest.raises(RespondingRefused) as refused:
        responding.invite(survey=survey)
    assert refused.value.code == code
    assert not Invitation.objects.exists()

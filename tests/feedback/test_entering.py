"""Answers that an officer enters: which days are taken, once for each key, and without a trace of the person."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AccessLog, ConsentRecord
from content import question_sets
from feedback import entering, four_words, responding
from feedback.models import Comment, Entering, Response, Survey
from feedback.responding import RespondingRefused
from tests.content import asked
from tests.factories.accounts import UserFactory
from tests.factories.content import easy_read, questions
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import InvitationFactory, SurveyFactory
from tests.feedback.cms import at, read

pytestmark = pytest.mark.django_db
GIVEN = {"place": "hospital", "fair": "agree", "ease": 7, "change": "More seats."}


def london(*moment):
    return timezone.make_aware(datetime(*moment))


@pytest.fixture
def survey():
    """Open from 2 to 20 March 2026."""
    return SurveyFactory(opens_at=london(2026, 3, 2, 9), closes_at=london(2026, 3, 20, 17))


def enter(survey, *, by=None, **facts):
    usual = {
        "answers": GIVEN,
        "key": "key",
        "channel": "paper",
        "day": date(2026, 3, 10),
        "at": london(2026, 3, 12, 10),
    }
    usual |= {"by": by or UserFactory(officer=True), "question_set": question_sets.current(survey.page)}
    return entering.enter(survey=survey, **usual | facts)


def problems(survey, **facts):
    with pytest.raises(ValidationError) as refused:
        enter(survey, **facts)
    assert Response.objects.count() == Entering.objects.count() == 0
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else refused.value.messages


def test_answers_are_kept_with_the_day_on_which_they_were_given_and_how_they_came(survey):
    response = enter(survey, channel="signed", language="cy", presentation="easy_read", may_quote=True)
    kept = Response.objects.values("answers", "day", "channel", "language", "presentation", "may_quote", "state").get()
    assert kept == {
        "answers": {"place": "hospital", "fair": "agree", "ease": 7},
        "day": date(2026, 3, 10),
        "channel": "signed",
        "language": "cy",
        "presentation": "easy_read",
        "may_quote": True,
        "state": "received",
    }
    assert Comment.objects.get(response=response).text == "More seats."


def test_what_conditions_hide_is_left_out_and_what_the_site_insists_on_may_be_empty(survey):
    answers = {"place": "hospital", "place.elsewhere.follow_up": "At home"}
    response = enter(survey, answers=answers)
    assert (response.answers, response.comments.count()) == ({"place": "hospital"}, 0)


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 20)])
def test_the_first_and_the_last_day_are_taken(survey, day):
    assert enter(survey, day=day, at=london(2026, 4, 3, 16)).day == day


@pytest.mark.parametrize(
    ("day", "at", "problem"),
    [
        (date(2026, 3, 13), london(2026, 3, 12, 10), "Enter a day that is not in the future."),
        (
            date(2026, 3, 1),
            london(2026, 3, 12, 10),
            "Enter a day on or after Monday 2 March 2026, when the form opened.",
        ),
        (
            date(2026, 3, 21),
            london(2026, 3, 25, 10),
            "Enter a day on or before Friday 20 March 2026, when the form closed.",
        ),
    ],
)
def test_a_day_on_which_the_form_was_not_open_is_refused_beside_its_field(survey, day, at, problem):
    assert problems(survey, day=day, at=at) == {"day": [problem]}


def test_a_closed_form_takes_paper_for_14_days(survey):
    assert enter(survey, at=london(2026, 4, 3, 16, 59)).day == date(2026, 3, 10)


def test_then_it_takes_none(survey):
    assert problems(survey, at=london(2026, 4, 3, 17)) == [
        "This form closed at 5pm on Friday 20 March 2026. Answers are entered for 14 days after that."
    ]


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"coming": True}, "not_open_yet"), ({"undated": True}, "not_open_yet"), ({"page__live": False}, "page_gone")],
)
def test_a_form_that_was_never_open_takes_none(facts, code):
    with pytest.raises(RespondingRefused) as refused:
        enter(SurveyFactory(**facts), at=timezone.now(), day=timezone.localdate())
    assert refused.value.code == code


def test_the_same_key_again_is_the_same_response_and_counted_once(survey):
    officer = UserFactory(officer=True)
    assert enter(survey, by=officer).pk == enter(survey, by=officer).pk
    assert Entering.objects.values("by", "day", "number").get() == {
        "by": officer.pk,
        "day": date(2026, 3, 12),
        "number": 1,
    }


def test_each_officer_has_a_number_for_each_day(survey):
    ada, bo = UserFactory.create_batch(2, officer=True)
    for number, (by, day) in enumerate([(ada, 12), (bo, 12), (ada, 12), (ada, 13)]):
        enter(survey, by=by, key=f"key-{number}", at=london(2026, 3, day, 10))
    today = london(2026, 3, 12, 18)
    assert [entering.entered_today(survey, by, today) for by in (ada, bo, UserFactory())] == [2, 1, 0]


def test_a_form_without_names_is_entered_without_a_trace_of_the_person(survey):
    Survey.objects.filter(pk=survey.pk).update(who_may_answer="attended", date=InvitationFactory().survey.date)
    survey.refresh_from_db()
    invitation = InvitationFactory(survey=survey)
    response = enter(survey, reference=invitation.registration.public_id, channel="signed", presentation="easy_read")
    enter(survey, key="another", channel="signed")
    enter(survey, key="on paper", channel="paper")
    assert not Response.objects.filter(words="").exists()  # which would tell which one was on paper
    invitation.refresh_from_db()
    assert set(Response.objects.values_list("channel", "presentation")) == {("web", "standard")}
    survey.refresh_from_db()
    assert (survey.came_by, survey.read_in) == ({"signed": 2, "paper": 1}, {"easy_read": 1})
    assert entering.came_by(survey) == [("On paper", 1), ("By a signed or interpreted call", 2)]
    assert (response.registration, invitation.answered, AccessLog.objects.count()) == (None, False, 0)


@pytest.mark.parametrize(("channel", "is_there"), [("telephone", True), ("signed", True), ("paper", False)])
def test_whoever_is_there_is_told_the_four_words_that_withdraw_their_answers(officer, channel, is_there):
    address = at("enter", SurveyFactory().page_id)
    key = officer.get(address).context["form"]["key"].value()
    typed = {"key": key, "channel": channel, "day": f"{timezone.localdate():%d/%m/%Y}"}
    next_page = officer.post(address, typed, follow=True).content.decode()
    assert "Saved. 1 entered today by you." in next_page
    assert (four_words.of(key) in next_page) == is_there


@pytest.mark.parametrize(("channel", "withdraws"), [("telephone", True), ("signed", True), ("paper", False)])
def test_words_that_nobody_was_told_withdraw_nothing(survey, channel, withdraws):
    enter(survey, channel=channel)
    assert Response.objects.filter(words=four_words.hashed(four_words.of("key"))).exists() == withdraws
    assert Response.objects.filter(words="").exists() != withdraws


def test_they_are_told_until_when_though_nobody_knows_when_the_form_closes(officer):
    address = at("enter", SurveyFactory(closes_at=None).page_id)
    typed = {"key": "key", "channel": "telephone", "day": f"{timezone.localdate():%d/%m/%Y}"}
    next_page = officer.post(address, typed, follow=True).content.decode()
    assert "they can withdraw the answers until 14 days after the form closes." in next_page


def test_what_was_only_tried_out_is_no_sheet(officer):
    survey = SurveyFactory()
    question_sets.current(survey.page)
    survey.page.questions = questions(asked.PLACE)
    question_sets.tried(survey.page)
    sheet = officer.get(f"{at('enter', survey.page_id)}?version=0&language=en&presentation=standard").context["sheet"]
    assert (sheet.fields["version"].choices, sheet.cleaned_data["version"]) == ([("1", "1")], "1")


@pytest.mark.parametrize("asks", [True, False])
def test_officers_are_told_that_equality_questions_are_not_entered(officer, asks):
    page = read(officer, at("enter", SurveyFactory(asks_equality=asks).page_id))
    assert ("The equality questions are asked only on the site: do not ask or enter them here." in page) == asks


def test_the_sheet_is_shown_in_the_words_of_its_presentation(officer):
    told = easy_read(("question", "place", {"question": "Where were you?"}))
    survey = SurveyFactory(page__easy_read=told)
    assert "Where were you?" in read(
        officer, f"{at('enter', survey.page_id)}?presentation=easy_read&language=en&version=1"
    )


# --- Forms that are not anonymous


@pytest.fixture
def named():
    return SurveyFactory(personal=True, anonymous=False)


def enter_for(survey, reference, **facts):
    return enter(survey, reference=reference, at=timezone.now(), day=timezone.localdate(), **facts)


def test_whose_answers_they_are_is_said_by_reference_and_logged(named):
    registration = RegistrationFactory(date=named.date)
    response = enter_for(named, f" {registration.public_id.upper()} ")
    assert response.registration == registration
    assert list(named.invitations.values_list("registration", "answered")) == [(registration.pk, True)]
    assert list(AccessLog.objects.values_list("action", "what", "subject")) == [
        ("changed", f"answers {response.public_id} entered", registration.person.subject)
    ]
    assert not responding.people_to_invite(named).exists()


@pytest.mark.parametrize(
    ("said", "decision"), [("1", "given"), ("yes", "given"), ("Y", "given"), ("2", "refused"), ("n", "refused")]
)
def test_what_somebody_decided_on_paper_stands_in_the_ledger_with_the_words_of_the_form(officer, said, decision):
    survey = SurveyFactory(personal=True, anonymous=False, asks_research=True, offers_credit=True)
    survey.page.consent_wording = "Leeds University does the research."
    survey.page.save()
    today, reference = timezone.localdate(), RegistrationFactory(date=survey.date).public_id
    typed = {"key": "key", "channel": "paper", "day": f"{today:%d/%m/%Y}", "reference": reference}
    assert officer.post(at("enter", survey.page_id), typed | {"may_research": said}).status_code == 302
    assert list(Response.objects.values_list("may_quote", "may_research", "may_credit")) == [
        (False, decision == "given", False)
    ]
    facts = ("purpose", "decision", "method", "captured_by", "given_on", "wording__text")
    words = "May your answers be used in research? Leeds University does the research."
    assert list(ConsentRecord.objects.values_list(*facts)) == [
        ("use_in_research", decision, "paper", officer.user.pk, today, words)
    ]


def test_what_is_neither_yes_nor_no_is_no_decision(officer):
    address = at("enter", SurveyFactory().page_id)
    typed = {"key": "key", "channel": "paper", "day": f"{timezone.localdate():%d/%m/%Y}", "may_quote": "perhaps"}
    form = officer.post(address, typed).context["form"]
    assert form.errors == {"may_quote": ["Enter one of these: 1 (Yes), 2 (No)"]}
    assert not Response.objects.exists()


def test_nobody_answers_twice_by_link_and_on_paper(named):
    invitation = InvitationFactory(survey=named)
    enter_for(named, invitation.registration.public_id)
    with pytest.raises(RespondingRefused) as refused:
        enter_for(named, invitation.registration.public_id, key="another")
    assert refused.value.code == "answered"
    assert (Response.objects.count(), Entering.objects.get().number) == (1, 1)


@pytest.mark.parametrize("reference", ["", "nothing", "of another date"])
def test_a_reference_that_is_no_booking_of_the_date_is_refused_beside_its_field(named, reference):
    if reference == "of another date":
        reference = RegistrationFactory().public_id
    assert problems(named, reference=reference, at=timezone.now(), day=timezone.localdate()) == {
        "reference": ["Enter the reference of a booking for this date."]
    }


def test_summaries_go_on_while_paper_is_entered():
    closed = timezone.now() - timedelta(days=9)
    survey = SurveyFactory(opens_at=closed - timedelta(days=9), closes_at=closed)
    survey.releases.create(why="closed", profile=survey.profile, counted=0, made_at=closed, tables=[])
    assert list(Survey.objects.awaiting_release()) == [survey]
    assert list(Survey.objects.awaiting_release(timezone.now() + timedelta(days=5))) == []

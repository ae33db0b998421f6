"""Concerns: raised by words or by a reader, told to a lead, due in a working day, closed with an outcome."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField
from django.utils import timezone

from accounts.models import AccessLog
from feedback import involvement, links, redacting, responding, theming, triage
from feedback.models import Comment, Concern, Response
from mailing.models import Message
from mailing.ticks import Ticker
from tests.factories.accounts import UserFactory
from tests.factories.content import questions
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import CommentFactory, ConcernFactory, InvitationFactory, SurveyFactory, ThemeFactory
from tests.factories.messages import example
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
FRIDAY = datetime(2026, 11, 27, 16, tzinfo=LONDON)


def raised(text, language="en"):
    """The kinds of the concerns that a comment of these words raises."""
    comment = CommentFactory(text=text, response__language=language)
    redacting.look_at_arrived(FRIDAY)
    return list(comment.concerns.values_list("kind", flat=True))


def refused(verb, **facts):
    """The fields that a refusal names."""
    with pytest.raises(ValidationError) as refusal:
        verb(**facts)
    return list(getattr(refusal.value, "error_dict", [""]))


# --- By words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I wanted to kill  myself after it.", "harm"),
        ("I don’t want to live like this", "harm"),
        ("They gave me the WRONG\nMEDICINE.", "harm"),
        ("He hit me in the waiting room", "abuse"),
        ("She was threatening us", "abuse"),
        ("I will complain to the ombudsman", "complaint"),
        ("He hit me and I will complain", "abuse"),
    ],
)
def test_words_of_the_list_raise_the_gravest_concern_once(text, kind):
    assert raised(text) == [kind]


@pytest.mark.parametrize("text", ["More buses.", "Sue was kind", "The hitch with it", "A white mark", "Whit Monday"])
def test_other_words_raise_none(text):
    assert raised(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Roeddwn i eisiau marw", "harm"),
        ("Cefais fy ngham-drin yno", "abuse"),
        ("Rwyf am wneud cŵyn. Gŵyn!", "complaint"),
    ],
)
def test_the_lists_of_all_languages_count_in_whichever_somebody_read(text, kind):
    assert raised(text, "cy") == [kind]
    assert raised("He hit me", "cy") == ["abuse"]
    assert raised(text, "en") == [kind]


def test_a_comment_raises_one_once_and_not_again_when_it_was_closed(officer):
    comment = CommentFactory(text="He hit me")
    redacting.look_at_arrived()
    triage.close(concern=comment.concerns.get(), outcome="Rang the ward.", by=officer.user)
    redacting.look_at_arrived()
    assert comment.concerns.count() == 1


def test_officers_change_the_list_of_a_language(officer):
    texts = {"harm": "  cold   tea \ncold tea\nfrozen*", "abuse": "", "complaint": "rude"}
    triage.change_words(language="en", texts=texts, by=officer.user)
    assert triage.words("en") == {"harm": ["cold tea", "frozen*"], "abuse": [], "complaint": ["rude"]}
    assert [raised(text) for text in ("Cold tea!", "It was frozenly so", "He hit me", "Rude.")] == [
        ["harm"],
        ["harm"],
        [],
        ["complaint"],
    ]
    assert AccessLog.objects.get().what == "words that raise a concern: en"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_list_that_comes_with_the_site_is_one_that_an_officer_could_save_and_raises_what_it_says(officer, language):
    listed = triage.words(language)
    texts = {kind: "\n".join(words) for kind, words in listed.items()}
    triage.change_words(language=language, texts=texts, by=officer.user)
    assert triage.words(language) == listed
    watch = triage.watch()
    comments = [
        Comment(text=f"x {word.strip('*')}, y", response=Response(language=language)) for word in listed["harm"]
    ]
    assert {watch(comment) for comment in comments} == {"harm"}


@pytest.mark.parametrize("line", ["*", "a", "thr*eaten", "-- --"])
def test_a_line_that_would_find_everything_or_nothing_is_refused(officer, line):
    assert refused(triage.change_words, language="en", texts={"harm": f"cold\n{line}"}, by=officer.user) == ["harm"]


# --- By a reader, and the clock


def test_a_reader_raises_one_for_the_lead_of_the_form(officer):
    comment = CommentFactory()
    concern = triage.raise_concern(comment=comment, kind="abuse", by=officer.user, at=FRIDAY)
    assert (concern.kind, concern.found_by, concern.lead) == ("abuse", "reader", comment.response.survey.safety_lead)
    assert triage.raise_concern(comment=comment, kind="harm", by=officer.user) == concern
    assert AccessLog.objects.get().what == f"concern {concern.public_id}: raised"


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (FRIDAY, date(2026, 11, 30)),
        (datetime(2026, 11, 28, 12, tzinfo=LONDON), date(2026, 11, 30)),
        (datetime(2026, 12, 24, 12, tzinfo=LONDON), date(2026, 12, 29)),
    ],
    ids=["on Friday", "on Saturday", "before Christmas"],
)
def test_it_is_due_when_a_working_day_has_passed(at, due):
    assert triage.raise_concern(comment=CommentFactory(), kind="harm", at=at).due_on == due


def test_it_is_overdue_from_the_day_after_and_not_when_closed():
    late, closed = ConcernFactory(overdue=True), ConcernFactory(overdue=True, closed=True)
    today = ConcernFactory(due_on=timezone.localdate())
    assert list(Concern.objects.overdue()) == [late]
    assert [late.is_overdue, closed.is_overdue, today.is_overdue] == [True, False, False]


def test_it_knows_days_and_no_times_and_by_words_no_line_of_the_log():
    assert [field.name for field in Concern._meta.fields if isinstance(field, DateTimeField)] == []
    raised("He hit me")
    assert AccessLog.objects.count() == 0


# --- The lead is told


def test_the_lead_is_told_once_within_the_hour_and_of_neither_form_nor_words():
    concern = ConcernFactory(comment__text="Ada hit me")
    for _turn in range(2):
        triage.tell_due()
    message = Message.objects.get(kind="concern_raised")
    concern.refresh_from_db()
    assert (message.to, message.about, message.context) == (concern.lead.email, concern.public_id, {})
    assert concern.told_on == timezone.localdate()


def test_the_message_leads_to_the_concern_and_says_nothing_of_it():
    message = example("concern_raised")
    concern = Concern.objects.get()
    rendered = triage.outbox.render(message)
    assert f"/cms/feedback/concerns/{concern.public_id}/" in rendered.text
    for word in ("hit", concern.comment.text, concern.survey.page.title, "harm", "Ada"):
        assert word not in rendered.subject + rendered.text


def test_a_message_that_comes_too_late_is_not_sent(officer):
    concern = ConcernFactory()
    triage.tell_due()
    message = Message.objects.get()
    triage.close(concern=concern, outcome="Done.", by=officer.user)
    assert str(triage.outbox.registry.kind("concern_raised").why_not(message)) == (
        "It was closed, or given to somebody else"
    )


def test_the_worker_tells_at_most_once_an_hour():
    ticker, at = Ticker(), timezone.now()
    ticker.tick(at)
    ConcernFactory()
    ticker.tick(at + timedelta(minutes=59))
    assert Message.objects.count() == 0
    ticker.tick(at + timedelta(minutes=60))
    assert Message.objects.count() == 1


def test_whoever_it_is_handed_to_is_told(officer):
    concern, other = ConcernFactory(), UserFactory(is_staff=True)
    triage.tell_due()
    triage.hand_on(concern=concern, lead=other, by=officer.user)
    triage.tell_due()
    assert set(Message.objects.values_list("to", flat=True)) == {concern.lead.email, other.email}
    assert refused(triage.hand_on, concern=concern, lead=other, by=officer.user) == ["lead"]


def test_nobody_is_told_where_no_lead_is_left():
    concern = ConcernFactory(lead=None)
    triage.tell_due()
    concern.refresh_from_db()
    assert (Message.objects.count(), concern.told_on) == (0, None)


def test_leads_are_staff_with_the_right_who_are_still_here(officer, administrator, bystander, sign_in):
    gone = sign_in("Officer").user
    gone.is_active = False
    gone.save()
    assert set(triage.leads()) == {officer.user, administrator.user}


# --- What was done


def test_it_is_closed_with_an_outcome_and_by_whom(officer):
    concern = triage.close(concern=ConcernFactory(), outcome=" The ward was told. ", by=officer.user, at=FRIDAY)
    concern.refresh_from_db()
    assert (concern.state, concern.outcome, concern.closed_on, concern.closed_by) == (
        "closed",
        "The ward was told.",
        date(2026, 11, 27),
        officer.user,
    )
    assert AccessLog.objects.get().what == f"concern {concern.public_id}: closed"


def test_it_is_not_closed_without_one_nor_twice(officer):
    concern = ConcernFactory()
    assert refused(triage.close, concern=concern, outcome=" ", by=officer.user) == ["outcome"]
    triage.close(concern=concern, outcome="Done.", by=officer.user)
    assert refused(triage.close, concern=concern, outcome="Again.", by=officer.user) == [""]
    assert refused(triage.hand_on, concern=concern, lead=UserFactory(), by=officer.user) == [""]


@pytest.mark.parametrize(
    "fields",
    [{"state": "closed"}, {"outcome": "Done."}, {"closed_on": date(2026, 11, 27)}, {"state": "closed", "outcome": "x"}],
)
def test_the_database_holds_that_only_an_outcome_closes(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernFactory(**fields)


def test_the_database_holds_one_open_concern_for_a_comment():
    comment = ConcernFactory(closed=True).comment
    ConcernFactory(comment=comment)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernFactory(comment=comment)


# --- A form that nobody looks after


def test_a_form_that_asks_for_words_takes_no_answers_without_a_lead():
    survey = SurveyFactory(safety_lead=None)
    with pytest.raises(responding.RespondingRefused) as refusal:
        responding.check_open(survey)
    assert refusal.value.code == "not_open_yet"
    survey.safety_lead = UserFactory(is_staff=True)
    responding.check_open(survey)


def test_one_without_words_needs_none():
    ease = {"question": "How easy was it?", "short_name": "ease", "low_label": "Hard", "high_label": "Easy"}
    responding.check_open(SurveyFactory(safety_lead=None, page__questions=questions(("ten", "ease", ease))))


@pytest.mark.parametrize("lead", [True, False])
def test_it_is_offered_to_nobody_and_asks_nobody_without_a_lead(lead):
    topic = TechnologyPageFactory()
    fields = {} if lead else {"safety_lead": None}
    SurveyFactory(page__topics=[topic], **fields)
    invitation = InvitationFactory(**{f"survey__{name}": value for name, value in fields.items()})
    RegistrationFactory(date=invitation.survey.date, attendance="came")
    responding.invite_due()
    offered = [list(involvement.find([topic.pk], timezone.now())), list(links.asks(invitation.registration))]
    assert [len(each) for each in offered] == [int(lead), int(lead)]
    assert invitation.survey.invitations.count() == 1 + lead


def test_invitations_to_it_are_refused_in_words_of_their_own():
    with pytest.raises(responding.RespondingRefused) as refusal:
        responding.invite(survey=SurveyFactory(personal=True, safety_lead=None))
    assert refusal.value.code == "no_lead"


# --- Apart from analysis


def test_a_comment_is_kept_back_while_its_concern_is_open(officer):
    comment = CommentFactory(state="clear")
    concern = ConcernFactory(comment=comment)
    assert not Comment.objects.reviewed().exists()
    assert refused(theming.code, theme=ThemeFactory(), passage=comment, by=officer.user) == [""]
    triage.close(concern=concern, outcome="Done.", by=officer.user)
    assert list(Comment.objects.reviewed()) == [comment]


def test_a_concern_stays_when_its_comment_goes():
    concern = ConcernFactory()
    concern.comment.response.delete()
    concern.refresh_from_db()
    assert (concern.comment, concern.state) == (None, "open")

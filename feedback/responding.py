"""
The only code that writes what people told us, and whom we asked.

`respond` keeps one person's answers once for their key; `invite` sends each person of an event their own link, and
`invite_due` does so by itself for whoever came.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from content.ids import keyed_hash
from content.presentations import STANDARD
from content.questions import TYPES, answered, every
from content.questions.typed import LARGEST
from events import attendance
from events.models import Registration
from feedback import consenting, four_words
from feedback.models import Comment, FeedbackPage, Invitation, Response, Survey
from mailing import outbox

Channel, Attendance = Response.Channel, Registration.Attendance
CAME = (Attendance.CAME, Attendance.CAME_ONLINE)
TO_NOTE_WITHIN = timedelta(days=1)  # after the end of a date; then whoever was not noted is asked too, if nobody was


class RespondingRefused(ValidationError):
    """Answers cannot be taken now. Its code: page_gone, not_open_yet, closed, no_lead, personal_link or answered."""


def check_open(survey, at=None):
    """Raise RespondingRefused unless the survey takes answers at the moment `at` (aware; now when left out)."""
    if not FeedbackPage.objects.open_to_the_public().filter(pk=survey.page_id).exists():
        raise RespondingRefused(_("This form is no longer on the site."), code="page_gone")
    if survey.is_closed(at):
        raise RespondingRefused(_("This form has closed."), code="closed")
    if not survey.is_open(at):
        raise RespondingRefused(_("This form is not open yet."), code="not_open_yet")


def respond(
    *, survey, question_set, answers, key, invitation=None, held_for=(), consents=(), by=None, at=None, **facts
):
    """
    Keep one person's answers, `{question id: answer}`, and return the Response. Answers not shown are dropped.

    `key` is the draft's: the same key again returns the same response and changes nothing. `invitation` is needed where
    a personal link is, on the web. Of an anonymous response stays the day, and on the invitation that it was used; in
    which presentation it was read is then counted apart. `held_for` are codes of Response.Suspicion: with any, it waits
    until somebody has looked. `consents` are decisions with the words that were shown (`events.guests.Consent`), `by`
    the officer who took them down. `facts` are fields of Response: channel, language, presentation, may_quote, is_test.
    A test is taken at any time, and counted nowhere. `at` is aware. Raises RespondingRefused.
    """
    if found := response_of(key):
        return found
    at = at or timezone.now()
    response = Response(
        key=hashed(key),
        words=words_of(survey, key, facts.get("channel")),
        survey=survey,
        question_set=question_set,
        day=timezone.localdate(at),
        state=Response.State.HELD if held_for else Response.State.RECEIVED,
        held_for=[*held_for],
        **facts | consenting.decided(consents),
    )
    try:
        with transaction.atomic():
            if not response.is_test:
                check_open(survey, at)
                _use(invitation, survey, response)
            _write(response, question_set.definition, answers)
            consenting.record(response, consents, by)
    except (IntegrityError, RespondingRefused):  # the same key twice at once: the first has used the link as well
        if found := response_of(key):
            return found
        raise
    return response


def response_of(key):
    """What `respond` made under this key of a draft, or None."""
    return Response.objects.filter(key=hashed(key)).first()


def hashed(key):
    """The draft's key is a secret that a browser still holds, so it does not stand beside the answers."""
    return keyed_hash(key, purpose="response")


def words_of(survey, key, channel):
    """
    What is kept of the four words of a response: "" where they were shown to nobody, so that nothing withdraws it.

    Where how an answer came is counted apart from it, all have it: those without would be the ones on paper.
    """
    was_told = channel not in (Channel.PAPER, Channel.IMPORT)
    return four_words.hashed(four_words.of(key)) if was_told or survey.knows_whom_it_asked else ""


def _use(invitation, survey, response):
    """
    Mark the invitation or single-use link as used. Only where the survey is not anonymous does it lead to a person.

    All of the survey are written, under the lock of the survey: PostgreSQL keeps beside each row which
    transaction wrote it, or only locked it, and this one writes the answers too.
    """
    if invitation is None:
        if survey.is_personal and response.channel == Channel.WEB:
            raise RespondingRefused(_("You need your personal link to answer."), code="personal_link")
        return
    locked = _locked(survey)
    of_survey = type(invitation).objects.filter(survey=locked)
    if of_survey.get(pk=invitation.pk).answered:
        raise RespondingRefused(_("We have your answers already."), code="answered")
    of_survey.update(answered=Q(answered=True) | Q(pk=invitation.pk))
    if survey.anonymous:
        count_apart(locked, response)
    else:
        response.registration_id = invitation.registration_id


def free_link(response):
    """Let a person answer again by their link, where it is known whose answers these are. Their survey is locked."""
    if response.registration_id:
        of_survey = Invitation.objects.filter(survey=response.survey_id)
        of_survey.filter(registration=response.registration_id).update(answered=False)


def count_apart(survey, response):
    """
    Count on the survey, which is locked, how a response was read; beside its answers stands the usual way.

    A booking says in which language somebody reads, and may say who needs Easy Read or sign language. So neither stands
    beside an answer of those booked.
    """
    usual = {"presentation": STANDARD, "language": settings.LANGUAGE_CODE}
    for name, way in usual.items():
        if (read_in := getattr(response, name)) != way:
            survey.read_in[read_in] = survey.read_in.get(read_in, 0) + 1
            setattr(response, name, way)
    survey.save(update_fields=["read_in"])


def _write(response, definition, answers):
    comments = filled(response, definition, answers)
    response.save(force_insert=True)
    Comment.objects.bulk_create(comments)


def filled(response, definition, answers):
    """Give a response its closed answers; returns each answer in a person's own words as a Comment, not saved yet."""
    given = answered(definition, answers)
    if any(isinstance(answer, (int, float)) and abs(answer) > LARGEST for answer in given.values()):
        raise ValidationError(_("Enter a smaller number."))  # files and frames could not hold it
    own_words = [each for each in every(definition) if each["id"] in given and TYPES[each["type"]].free_text]
    texts = {each["id"]: given.pop(each["id"]) for each in own_words}
    response.answers = given
    return [
        Comment(response=response, question=each["id"], short_name=each["short_name"], text=texts[each["id"]])
        for each in own_words
    ]


# --- Invitations


def people_to_invite(survey):
    """
    The registrations whose people are asked: everybody who booked, or everybody who came.

    Where nobody noted whether somebody came, a place is taken for it. Left out is who was asked already, or was erased.
    """
    if not survey.invites:
        return Registration.objects.none()
    registrations = survey.date.registrations.placed().filter(person__isnull=False)
    if survey.who_may_answer == Survey.WhoMayAnswer.ATTENDED:
        registrations = registrations.exclude(attendance=Attendance.DID_NOT_COME)
    return registrations.exclude(invitations__survey=survey).select_related("person")


@transaction.atomic
def invite(*, survey, at=None):
    """
    Send each person who was not asked yet their own link, when the form opens; returns how many were asked.

    Raises RespondingRefused for a form that is closed, has no opening time or no lead, or is not on the site.
    """
    at = at or timezone.now()
    if survey.opens_at is None:
        raise RespondingRefused(_("Enter when the form opens before you send invitations."), code="not_open_yet")
    if survey.lacks_lead:
        problem = _("Name a safety lead before you send invitations: the form asks for people's own words.")
        raise RespondingRefused(problem, code="no_lead")
    check_open(survey, max(at, survey.opens_at))
    return _ask(people_to_invite(_locked(survey)), survey, at)


def invite_due(at=None):
    """A job of the worker: ask whoever came to a date that is over at the moment `at` (aware) and was not asked yet."""
    at = at or timezone.now()
    for survey in Survey.objects.inviting_by_themselves(at).select_related("page"):
        if survey.lacks_lead:
            continue
        with transaction.atomic():
            _ask(_who_came(_locked(survey), at), survey, at)


def _who_came(survey, at):
    """Of the people to invite those who came as far as we know, which is settled a while after the date."""
    came = attendance.presumed(survey.date.registrations.placed())
    is_settled = survey.date.ends_at <= at - TO_NOTE_WITHIN
    return [each for each in people_to_invite(survey) if came[each.pk] in CAME and (each.attendance or is_settled)]


def _locked(survey):
    """The survey, under the lock that keeps two from asking anybody twice, and from using a link twice, at once."""
    return Survey.objects.select_for_update(of=("self",)).select_related("date").get(pk=survey.pk)


def _ask(registrations, survey, at):
    invitations = [Invitation(survey=survey, registration=registration) for registration in registrations]
    for invitation in Invitation.objects.bulk_create(invitations):
        outbox.queue(
            kind="feedback_invitation",
            once=f"feedback_invitation:{invitation.public_id}",
            person=invitation.registration.person,
            about=invitation.public_id,
            language=invitation.registration.language,
            due_at=max(at, survey.opens_at),
        )
    return len(invitations)

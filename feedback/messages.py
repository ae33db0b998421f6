"""The messages of feedback/. A thank-you and the request to answer are one message."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content import drafts, moments
from content.models import in_this_language
from feedback import links, returning
from feedback.models import Concern, Invitation, Survey
from mailing import registry


def register():
    registry.register(
        "feedback_invitation",
        label=_("Thank you, and a link to give feedback"),
        context=_context,
        why_not=_why_not,
        reply_to=lambda message: _invitation(message).survey.date.page.contact_email,
        values={
            "name": _("their name"),
            "event": _("the name of the event"),
            "day": _("the day of the event"),
        },
    )
    registry.register(
        "answers_saved",
        label=_("A link back to answers that somebody saved"),
        context=_saved_context,
        why_not=lambda message: "" if returning.draft_of(message) else _("They were sent, or are no longer kept"),
        values={"form": _("the title of the form"), "until": _("until when the answers are kept")},
    )
    registry.register(
        "feedback_reminder",
        label=_("Reminder to give feedback"),
        context=_context,
        why_not=_why_no_reminder,
        reply_to=lambda message: _invitation(message).survey.date.page.contact_email,
        values={
            "name": _("their name"),
            "event": _("the name of the event"),
            "day": _("the day of the event"),
        },
    )
    registry.register(
        "concern_raised",
        label=_("To a safety lead: somebody wrote something to act on"),
        context=_concern_context,
        why_not=_why_no_concern,
        values={"day": _("the day by which to act")},
    )


def _invitation(message):
    rows = Invitation.objects.select_related("survey__page", "survey__date__page", "registration__person")
    return rows.get(public_id=message.about)


def _why_not(message):
    closed = Survey.objects.closed().filter(invitations__public_id=message.about)
    return _("The form is closed") if closed.exists() else ""


def _why_no_reminder(message):
    """
    A call that waits stays also where its person has answered: that it ends then would tell when they did.

    An e-mail is looked at once, when it is sent, and is forgotten.
    """
    if message.channel == message.Channel.EMAIL and Invitation.objects.filter(public_id=message.about, answered=True):
        return _("It is no longer needed")
    return _why_not(message)


def _context(message):
    invitation = _invitation(message)
    survey = invitation.survey
    return {
        "event": survey.date.page.title,
        "day": lambda: moments.day(survey.date.starts_at),
        "form": survey.page.title,
        "closes": lambda: moments.day_and_hour(survey.closes_at) if survey.closes_at else "",
        "anonymous": survey.anonymous,
        "came": survey.who_may_answer == Survey.WhoMayAnswer.ATTENDED,
        "url": links.address(invitation),
    }


def _saved_context(message):
    draft = returning.draft_of(message)
    survey = Survey.objects.select_related("page").get(public_id=returning.survey_id(draft))
    return {
        "form": lambda: in_this_language(survey.page).title,
        "until": lambda: moments.day_and_hour(draft.expires_at),
        "url": settings.BASE_URL + reverse("answer_back", args=[drafts.token(draft)]),
    }


def _why_no_concern(message):
    waits = Concern.objects.open().filter(public_id=message.about, lead__email=message.to)
    return "" if waits.exists() else _("It was closed, or given to somebody else")


def _concern_context(message):
    """Neither the form nor a word of what was written: an e-mail is read in many places."""
    concern = Concern.objects.get(public_id=message.about)
    return {
        "day": lambda: moments.day(concern.due_on),
        "url": settings.BASE_URL + reverse("feedback_cms:concern", args=[concern.public_id]),
    }

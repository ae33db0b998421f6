"""What is different after a change, before and after, in the words and the language of whoever reads it."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from events import details, questions
from events.models.dates import Mode

LABELS = {
    "mode": _("How you take part"),
    "companions": _("Who comes with you"),
    "needs": _("What you need"),
    "message": _("Anything else"),
}
# For the history and the access log, which hold no words of the person.
NAMES = {
    "mode": _("how they come"),
    "companions": _("who comes along"),
    "needs": _("needs"),
    "message": _("what they told us"),
    "answers": _("answers to the event's questions"),
}


def facts(registration):
    """
    What somebody can change of their booking, each in words: name -> words, in the language of the booking.

    What they answered to the event's own questions is there as `questions.by_id` has it.
    """
    with translation.override(registration.language):
        return way(registration) | {
            "companions": ", ".join(details.companion_in_words(each) for each in registration.companions.all()),
            "needs": ", ".join(details.need_in_words(need) for need in registration.needs.all()),
            "message": registration.message,
            "answers": questions.by_id(registration.question_set, registration.answers),
        }


def way(registration):
    """The first of `facts` alone: how they come, and what they wait for meanwhile. It asks nothing of the database."""
    with translation.override(registration.language):
        words = str(registration.get_mode_display())
        if registration.wanted_mode:
            wanted = Mode(registration.wanted_mode).label
            words = _("%(way)s. You wait for a place: %(wanted)s") % {"way": words, "wanted": wanted}
        return {"mode": words}


def between(before, after, language):
    """Rows of a label, the words before and the words after, for the context of a message."""
    with translation.override(language):
        rows = [
            [str(LABELS[name]), before[name], after[name]] for name in LABELS if before.get(name) != after.get(name)
        ]
    answers = questions.differences(before.get("answers", {}), after.get("answers", {}))
    return rows + [[question, was, now] for _id, question, was, now in answers]


def names(before, after):
    """What changed, in the officers' language and without the words of the person."""
    with translation.override(settings.LANGUAGE_CODE):
        return ", ".join(str(NAMES[name]) for name, was in before.items() if was != after[name])

"""
Comments that may tell of harm, of abuse, or are a complaint: found by a list of words or by whoever reads them.

The only code that writes concerns and the list. A concern goes to the form's safety lead, is due when a working day has
passed, and keeps its comment out of everything that is counted, quoted or taken away until somebody writes down what
was done. It knows days and no times.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from events import office_hours
from feedback.models import Concern, WatchWords
from mailing import outbox

Kind, FoundBy, State = Concern.Kind, Concern.FoundBy, Concern.State
HOURS = 12  # office hours: one working day
LIST = Path(__file__).with_name("watch_words.toml")


# --- Concerns


def leads():
    """Who may look after concerns: members of staff who are still here and have the right."""
    right = "change_concern"
    granted = Q(groups__permissions__codename=right) | Q(user_permissions__codename=right) | Q(is_superuser=True)
    staff = get_user_model().objects.filter(is_staff=True, is_active=True)
    return staff.filter(granted).distinct().order_by("name", "email")


@transaction.atomic
def raise_concern(*, comment, kind, by=None, at=None):
    """
    Make the form's safety lead look at a comment, and return the Concern; one that is open already stays as it is.

    `kind` is a value of Concern.Kind; `by` is the user who read it, None where words of the list were found. `at` is
    aware.
    """
    if found := Concern.objects.open().filter(comment=comment).first():
        return found
    at = at or timezone.now()
    survey = comment.response.survey
    concern = Concern.objects.create(
        survey=survey,
        comment=comment,
        kind=kind,
        found_by=FoundBy.READER if by else FoundBy.WORDS,
        raised_on=timezone.localdate(at),
        due_on=timezone.localdate(office_hours.after(at, HOURS)),
        lead_id=survey.safety_lead_id,
    )
    if by:
        _log(concern, by, "raised")
    return concern


@transaction.atomic
def hand_on(*, concern, lead, by):
    """Give an open concern to another member of staff, who is told. Raises ValidationError (lead)."""
    concern = _locked(concern)
    if lead == concern.lead:
        raise ValidationError({"lead": _("Select somebody else: this person has it already.")})
    concern.lead, concern.told_on = lead, None
    concern.save(update_fields=["lead", "told_on"])
    _log(concern, by, "handed on")
    return concern


def adopt(survey):
    """Give the form's safety lead those of its open concerns that nobody looks after."""
    survey.concerns.open().filter(lead=None).update(lead=survey.safety_lead, told_on=None)


@transaction.atomic
def close(*, concern, outcome, by, at=None):
    """Write down what was done; the comment is then as any other. Raises ValidationError (outcome)."""
    concern = _locked(concern)
    if not outcome.strip():
        raise ValidationError({"outcome": _("Enter what was done.")})
    concern.state, concern.outcome = State.CLOSED, outcome.strip()
    concern.closed_on, concern.closed_by = timezone.localdate(at), by
    concern.full_clean(exclude=["survey", "comment", "lead", "closed_by"])
    concern.save()
    _log(concern, by, "closed")
    return concern


def tell_due(at=None):
    """
    A job of the worker, each hour: tell the leads of concerns of which they were not told yet.

    The outbox keeps times. Told by the hour, none of them is that at which somebody pressed a button.
    """
    for concern in Concern.objects.open().filter(told_on=None, lead__is_active=True).select_related("lead"):
        with transaction.atomic():
            outbox.queue(
                kind="concern_raised",
                once=f"concern_raised:{concern.public_id}:{concern.lead_id}",
                to=concern.lead.email,
                about=concern.public_id,
                language=settings.LANGUAGE_CODE,
            )
            Concern.objects.filter(pk=concern.pk).update(told_on=timezone.localdate(at))


def _locked(concern):
    concern = Concern.objects.select_for_update(of=["self"]).select_related("lead").get(pk=concern.pk)
    if not concern.is_open:
        raise ValidationError(_("This concern was closed by somebody else."), code="closed")
    return concern


def _log(concern, by, what):
    access.record(by=by, action=access.Action.CHANGED, what=f"concern {concern.public_id}: {what}")


# --- The list of words


def watch():
    """A function from a comment to the Kind of concern that its words raise, the gravest, or None."""
    patterns = [_patterns(language) for language, _name in settings.LANGUAGES]

    def kind_of(comment):
        """In every language: people write in another than they read, and an answer may not say which that was."""
        text = _plain(comment.original or comment.text)
        found = ((kind, each[kind]) for kind in Kind for each in patterns)
        return next((kind for kind, pattern in found if pattern and pattern.search(text)), None)

    return kind_of


def words(language):
    """The list of a language as {kind: [words]}: as officers left it, else as it comes with the site."""
    ours = dict(WatchWords.objects.filter(language=language).values_list("kind", "words"))
    return {
        kind: ours[kind].splitlines() if kind in ours else _given().get(language, {}).get(kind, []) for kind in Kind
    }


@transaction.atomic
def change_words(*, language, texts, by):
    """Keep the list of a language as `texts`, {kind: one in each line}. A `*` at the end stands for any ending."""
    for kind, text in texts.items():
        lines = list(dict.fromkeys(line for each in text.splitlines() if (line := " ".join(each.split()))))
        if wrong := [line for line in lines if not re.search(r"\w\w", line) or "*" in line[:-1]]:
            raise ValidationError({kind: _("Enter words in each line, with a * only at the end: %s") % wrong[0]})
        WatchWords.objects.update_or_create(language=language, kind=kind, defaults={"words": "\n".join(lines)})
    access.record(by=by, action=access.Action.CHANGED, what=f"words that raise a concern: {language}")


@cache
def _given():
    return tomllib.loads(LIST.read_text())


def _patterns(language):
    return {kind: _pattern(listed) for kind, listed in words(language).items()}


def _pattern(listed):
    """Whole words in any case, with any space between them."""
    ways = [r"\s+".join(re.escape(part) for part in _plain(each.removesuffix("*")).split()) for each in listed]
    ways = [way + (r"\w*" if each.endswith("*") else "") for way, each in zip(ways, listed, strict=True) if way]
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE) if ways else None


def _plain(text):
    """Curly apostrophes and long hyphens as keyboards have them, and each accent one with its letter."""
    return unicodedata.normalize("NFC", text).translate(
        {0x2019: "'", 0x2018: "'", 0x2010: "-", 0x2011: "-", 0x2013: "-"}
    )

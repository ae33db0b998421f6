"""The questions that only a booking asks: how people come, with whom, and what they need."""

from dataclasses import replace

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.consents import Purpose
from content import forms, moments
from events import details, needs
from events.forms import NO, YES, PersonForm
from events.guests import Consent
from events.models import AccessNeed, Companion
from events.models.dates import Mode

MOST_COMPANIONS = 2
NOTHING, MORE = "none", "more"
SHARE_QUESTION = _("May we tell the venue and the people who help us what you need?")
SHARE_HINT = _("We tell them only what they must know to arrange it, for example to book an interpreter.")
KEEP_QUESTION = _("May we keep what you need for next time?")
KEEP_HINT = _(
    "Then we can ask you “Is this still right?” next time. You can change your mind at any time. "
    "We delete it 12 months after you last said that it is right."
)


class BookingForm(PersonForm):
    """A page of the booking of one date; `places` is mode -> Places as they are now."""

    def __init__(self, data=None, *, date, places, **kwargs):
        self.date, self.places = date, places
        super().__init__(data, **kwargs)

    @property
    def mode(self):
        return mode_of(self.answers, self.date)


def mode_of(answers, date):
    """How somebody comes: as they said, or in the only way that there is."""
    return Mode(answers["mode"]) if "mode" in answers else date.modes[0]


class ModeForm(BookingForm):
    mode = forms.Radios(label=_("How do you want to take part?"), missing=_("Select how you want to take part"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["mode"]
        field.choices = [(mode.value, mode.label) for mode in self.date.modes]
        field.look = replace(field.look, choice_hints=SimpleLazyObject(self._hints))  # counted only where it is drawn

    def _hints(self):
        full = _("All places are taken. You can join the waiting list.")
        return {mode.value: full for mode in self.date.modes if self.places[mode].is_full}


class CompanionsForm(BookingForm):
    companions = forms.Radios(
        label=_("Is somebody coming with you?"),
        missing=_("Select how many people are coming with you"),
        help_text=_("For example, a carer, a friend or your own support worker. It costs you nothing to bring them."),
        choices=[("0", _("No, nobody")), ("1", _("Yes, 1 person")), ("2", _("Yes, 2 people"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.mode == Mode.ONLINE:
            self.ask("companions", _("Is somebody taking part with you?"))


class CompanionNamesForm(BookingForm):
    """A name, which may be left out since carers change by the day, and a role for each."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        number = int(self.answers["companions"])
        for position in range(1, number + 1):
            self.fields |= _companion_fields(position, alone=number == 1)

    @staticmethod
    def rows(answers):
        """Unsaved Companions of the answers of a whole booking."""
        positions = range(1, int(answers.get("companions", 0)) + 1)
        return [Companion(name=answers[f"companion_{n}_name"], role=answers[f"companion_{n}_role"]) for n in positions]


def _companion_fields(position, *, alone):
    number = {"number": position}
    name, role, missing = (
        (_("Their name"), _("Who are they?"), _("Select who they are"))
        if alone
        else (
            format_lazy(_("Name of person {number}"), **number),
            format_lazy(_("Who is person {number}?"), **number),
            format_lazy(_("Select who person {number} is"), **number),
        )
    )
    return {
        f"companion_{position}_name": forms.Text(
            label=name,
            help_text=_("You can leave this empty if you do not know yet who it will be."),
            required=False,
            max_length=120,
            autocomplete="off",
        ),
        f"companion_{position}_role": forms.Radios(label=role, missing=missing, choices=Companion.Role.choices),
    }


class StillRightForm(BookingForm):
    """Offers again what somebody needed before: `kept` are their KeptNeeds that make sense for how they come."""

    RIGHT, ASK, NOTHING = "right", "ask", "nothing"

    still_right = forms.Radios(
        label=_("Is this still right?"),
        missing=_("Select if this is still right"),
        size="m",
        choices=[
            (RIGHT, _("Yes")),
            (ASK, _("No, ask me again")),
            (NOTHING, _("I do not need anything this time")),
        ],
    )

    def __init__(self, *args, kept, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = kept
        words = [details.need_in_words(need) for need in kept]
        self.introduction = format_html(
            '<p>{}</p><ul class="nhsuk-list nhsuk-list--bullet">{}</ul>',
            _("Last time you told us that you need:"),
            format_html_join("", "<li>{}</li>", ((each,) for each in words)),
        )
        field = self.fields["still_right"]
        field.short_label = f"{field.label} {'; '.join(words)}"

    def clean(self):
        cleaned = super().clean()
        return cleaned | {"kept": self.kept if cleaned.get("still_right") == self.RIGHT else []}


def asks_needs(answers):
    """Whether the needs are asked: not where those that we kept are still right, or nothing is needed this time."""
    return answers.get("still_right", StillRightForm.ASK) == StillRightForm.ASK


def asks_to_keep(answers):
    return asks_needs(answers) and bool(needed(answers))


class NeedsForm(BookingForm):
    needs = forms.Checkboxes(
        label=_("What do you need so that you can take part?"),
        noun=_("What you need"),
        missing=_("Select what you need, or select “I do not need anything”"),
        set_apart=(NOTHING,),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["needs"]
        *usual, something_else = needs.common(online=self.mode == Mode.ONLINE)
        more = (MORE, _("Another way to communicate, or another format"))
        field.choices = [*usual, more, something_else, (NOTHING, _("I do not need anything"))]
        hint = _("For example, a note-taker, Relay UK, Makaton, or coloured paper. We ask which on the next page.")
        field.look = replace(field.look, choice_hints={MORE: hint})
        field.help_text = self._hint()

    def _hint(self):
        hint, by = _("Select all that you need. You do not have to tell us why."), self.date.needs_by
        if not by:
            return hint
        if by < timezone.localdate():
            return f"{hint} {_('It may be too late to arrange some of this, but ask: we will still try.')}"
        best = _("Tell us by %(day)s so that we have time to arrange it. You can ask later too, and we will still try.")
        return f"{hint} {best % {'day': moments.day(by)}}"


class MoreNeedsForm(BookingForm):
    """What is asked for less often, by category: at least one, since somebody said that there is one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for category in needs.Category:
            if choices := needs.less_common(category, online=self.mode == Mode.ONLINE):
                self.fields[f"needs_{category}"] = forms.Checkboxes(
                    label=category.label, choices=choices, required=False, quiet=True, size="m"
                )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            words = _("Select what you need, or go back and select “Something else”")
            self.add_error(next(iter(self.fields)), words)
        return cleaned


class NeedInWordsForm(BookingForm):
    """A line for a need that means little without words; one page for each."""

    code = ""

    @classmethod
    def of(cls, code):
        return type("NeedInWordsForm", (cls,), {"code": code})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        question, missing = needs.QUESTIONS[self.code]
        self.fields[f"need_{self.code}"] = forms.Text(label=question, missing=missing, max_length=500)


def needed(answers):
    """The codes of what somebody needs."""
    return [need.code for need in answers.get("kept", ())] or selected(answers)


def selected(answers):
    """Of those, the codes that were selected now, on both pages."""
    further = [code for category in needs.Category for code in answers.get(f"needs_{category}", ())]
    return [code for code in answers.get("needs", ()) if code not in (NOTHING, MORE)] + further


def answers_of(codes):
    """How somebody with needs of these codes has answered: {name of the question: codes}."""
    answers = {}
    for code in codes:
        category = needs.CATEGORY_OF.get(code, needs.Category.ELSE)
        answers.setdefault("needs" if code in needs.COMMON else f"needs_{category}", []).append(code)
    further = [MORE] if answers.keys() - {"needs"} else []
    return answers | {"needs": answers.get("needs", []) + further or [NOTHING]}


def wants_more(answers):
    """Whether somebody needs something that the first page does not name."""
    return MORE in answers.get("needs", ())


def need_rows(answers):
    """Unsaved AccessNeeds of the answers of a whole booking."""
    said = {need.code: need.detail for need in answers.get("kept", ())}
    return [AccessNeed(code=code, detail=said.get(code, answers.get(f"need_{code}", ""))) for code in needed(answers)]


def consents(answers):
    """What somebody agreed to about their needs, or did not, in the words that they read."""
    return [
        Consent(purpose=purpose, given=answers[name] == YES, text=f"{question} {hint}")
        for name, purpose, question, hint in (
            ("share", Purpose.ACCESS_NEEDS, SHARE_QUESTION, SHARE_HINT),
            ("keep", Purpose.KEEP_NEEDS, KEEP_QUESTION, KEEP_HINT),
        )
        if name in answers
    ]


class SharingForm(BookingForm):
    share = forms.Radios(
        label=SHARE_QUESTION,
        help_text=SHARE_HINT,
        missing=_("Select yes if we may tell them"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        choice_hints={NO: _("You keep your place. We get in touch to find another way.")},
    )


class KeepForm(BookingForm):
    keep = forms.Radios(
        label=KEEP_QUESTION,
        help_text=KEEP_HINT,
        missing=_("Select yes if we may keep what you need"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
    )


class AnythingElseForm(BookingForm):
    message = forms.LongText(
        label=_("Is there anything else that you want to tell us?"),
        noun=_("Anything else"),
        help_text=_("Do not tell us about your health or your NHS number."),
        max_length=1000,
        rows=4,
        required=False,
    )

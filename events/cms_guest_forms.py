"""The forms by which an officer books or joins on somebody's behalf, one page each, to fill in on the telephone."""

from django import forms
from django.conf import settings
from django.core.validators import EmailValidator
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.consents import Purpose
from accounts.models import Person
from content.forms import Telephone
from content.ids import random_key
from events import ages, booking_forms, duplicates, questions
from events import needs as needs_list
from events.ages import Band
from events.guests import Consent, Guest
from events.models import Companion, Registration

Channel = Person.Channel
Source = Registration.Source
# Which field answers each way to be reached, and what to do when it is empty.
ANSWERS_TO = {
    Channel.EMAIL: ("email", _("Enter their e-mail address.")),
    Channel.TELEPHONE: ("telephone", _("Enter their telephone number.")),
    Channel.TEXT: ("telephone", _("Enter the number to which we send text messages.")),
    Channel.LETTER: ("address", _("Enter their postal address.")),
}
# The fields of a Person that the verbs fill, and where an officer typed them.
BESIDE = {"helper_email": "email", "helper_telephone": "telephone", "helper_name": "booked_by"}
TICK = {"required": _("Select the box when they are 16 or over. Nobody younger can take part.")}


class GuestForm(forms.Form):
    """Who comes or joins, and how to reach them; `guest` and `key` are what the verbs take."""

    key = forms.CharField(widget=forms.HiddenInput, initial=random_key, max_length=60)
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter their name.")})
    booked_by = forms.CharField(
        label=_("Asked for by"),
        max_length=120,
        required=False,
        help_text=_("Only when somebody asks on their behalf. The address and numbers below are then that person's."),
    )
    is_16_or_over = forms.BooleanField(label=_("They are 16 or over"), error_messages=TICK)
    channel = forms.ChoiceField(
        label=_("Reach them by"),
        choices=Channel,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how we reach them.")},
    )
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        validators=[EmailValidator(_("Enter an e-mail address in the correct format, like name@example.com."))],
    )
    telephone = Telephone(label=_("Telephone number"), required=False)
    address = forms.CharField(
        label=_("Postal address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    SECTIONS = [(_("Who"), ["name", "booked_by", "is_16_or_over"])]
    REACH = (_("How we reach them"), ["channel", "email", "telephone", "address", "language"])

    def clean_channel(self):
        return Channel(self.cleaned_data["channel"])

    def clean(self):
        cleaned = super().clean()
        if "channel" in cleaned:
            field, missing = ANSWERS_TO[cleaned["channel"]]
            if not cleaned.get(field) and field not in self.errors:
                self.add_error(field, missing)
        return cleaned

    @property
    def guest(self):
        names = ["name", "booked_by", "channel", "email", "telephone", "address", "language", "is_16_or_over"]
        return Guest(**{name: self.cleaned_data[name] for name in names})

    @property
    def sections(self):
        """Pairs of a heading and its bound fields, for the template."""
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in self.SECTIONS]


class BookForm(GuestForm):
    """A booking that is taken down for somebody; `date` offers the ways to come."""

    source = forms.ChoiceField(
        label=_("Booked how"),
        choices=[(source.value, source.label) for source in (Source.TELEPHONE, Source.POST, Source.WALK_IN)],
        widget=forms.RadioSelect,
        initial=Source.TELEPHONE,
    )
    mode = forms.ChoiceField(
        label=_("How they come"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how they come.")},
    )
    needs = forms.MultipleChoiceField(
        label=_("What they need so that they can take part"),
        choices=needs_list.grouped,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    share = forms.ChoiceField(
        label=booking_forms.SHARE_QUESTION,
        help_text=booking_forms.SHARE_HINT,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    read_out = forms.BooleanField(label=_("I read this question out, and this is their answer"), required=False)
    message = forms.CharField(
        label=_("Anything else they told us"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nothing about their health, and no NHS number."),
    )
    COMPANIONS = [
        f"companion_{position}_{part}"
        for position in range(1, booking_forms.MOST_COMPANIONS + 1)
        for part in ("role", "name")
    ]
    AGE = ["age", "guardian_name", "guardian_telephone"]
    WORDS = {code: f"need_{code}" for code in needs_list.QUESTIONS}
    second_person = forms.BooleanField(label=_("This is another person"), required=False)
    SECTIONS = [
        (_("Who"), ["source", *GuestForm.SECTIONS[0][1], *AGE, "second_person"]),
        GuestForm.REACH,
        (_("How they come"), ["mode", *COMPANIONS]),
        (_("What they need"), ["needs", *WORDS.values(), "share", "read_out", "message"]),
    ]

    duplicate = None  # the registration that this one looks like

    def __init__(self, *args, date, **kwargs):
        self.date = date
        super().__init__(*args, **kwargs)
        self.question_set = questions.current(date.page)
        self._ask_age(date.minimum_age)
        self.questions = questions.fields(self.question_set)
        self.fields |= self.questions
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in date.modes]
        if len(date.modes) == 1:
            self.fields["mode"].initial = date.modes[0]
        for position in range(1, booking_forms.MOST_COMPANIONS + 1):
            self.fields |= _companion_fields(position)
        for code, name in self.WORDS.items():
            self.fields[name] = forms.CharField(label=needs_list.QUESTIONS[code][0], required=False, max_length=500)

    def _ask_age(self, minimum):
        if ages.bands_matter(minimum):
            del self.fields["is_16_or_over"]
            self.fields |= _age_fields(minimum)
        else:
            words = {"age": int(minimum)}
            field = self.fields["is_16_or_over"]
            field.label = _("They are %(age)s or over") % words
            field.error_messages["required"] = (
                _("Select the box when they are %(age)s or over. Nobody younger can take part.") % words
            )

    def clean(self):
        cleaned = super().clean()
        self._check_guardian(cleaned)
        self._check_words(cleaned)
        self._check_consent(cleaned)
        for name in questions.unanswered(self.question_set, cleaned):
            if name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        self._ask_about_duplicate(cleaned)
        return cleaned

    def _check_guardian(self, cleaned):
        band = cleaned.get("age")
        if band == Band.CHILD and not cleaned.get("booked_by"):
            self.add_error("booked_by", _("Enter the parent or guardian: only they book for somebody under 13."))
        if band == Band.THIRTEEN and not cleaned.get("guardian_name"):
            self.add_error("guardian_name", _("Enter the name of a parent or guardian."))
        number = cleaned.get("guardian_telephone") or band == Band.CHILD and cleaned.get("telephone")
        if band in (Band.THIRTEEN, Band.CHILD) and not number and "guardian_telephone" not in self.errors:
            self.add_error("guardian_telephone", _("Enter the telephone number of a parent or guardian."))

    @property
    def guest(self):
        typed = self.cleaned_data
        names = ["name", "booked_by", "channel", "email", "telephone", "address", "language"]
        answers_for = ages.guardian(typed, booked_by=typed["booked_by"], telephone=typed["telephone"])
        is_16_or_over = ages.band_of(typed) == Band.SIXTEEN
        return Guest(**{name: typed[name] for name in names}, **answers_for, is_16_or_over=is_16_or_over)

    @property
    def answers(self):
        return questions.to_keep(self.question_set, self.cleaned_data)

    def _check_words(self, cleaned):
        for code in cleaned.get("needs", []):
            if code in self.WORDS and not cleaned.get(self.WORDS[code]):
                self.add_error(self.WORDS[code], needs_list.QUESTIONS[code][1])

    def _check_consent(self, cleaned):
        if not cleaned.get("needs"):
            return
        if not cleaned.get("share"):
            self.add_error("share", _("Select their answer."))
        if not cleaned.get("read_out"):
            self.add_error("read_out", _("Read the question out, then select this box."))

    def _ask_about_duplicate(self, cleaned):
        """Families share names, addresses and telephones: whoever looks like somebody is asked about, not refused."""
        ways = {way: cleaned.get(way, "") for way in ("email", "telephone", "address")}
        guest = Guest(name=cleaned.get("name", ""), **ways)
        live = duplicates.live_on(self.date)
        self.duplicate = duplicates.among(live, guest, leaving_out=cleaned.get("key", ""))
        if self.duplicate:
            self["second_person"].help_text = _where_to_find(self.duplicate)
            if not cleaned.get("second_person"):
                self.add_error("second_person", _("Select the box if this is another person with the same name."))

    @property
    def sections(self):
        """With the event's own questions. The box for a second person is there once they look like somebody."""
        left_out = () if self.duplicate else ("second_person",)
        asked = [(_("What the event asks"), [self[name] for name in self.questions])] if self.questions else []
        return [
            (heading, [field for field in fields if field.name not in left_out])
            for heading, fields in super().sections + asked
        ]

    @property
    def companions(self):
        """Unsaved Companions: whoever has a role."""
        typed = self.cleaned_data
        return [
            Companion(role=typed[f"companion_{position}_role"], name=typed[f"companion_{position}_name"])
            for position in range(1, booking_forms.MOST_COMPANIONS + 1)
            if typed[f"companion_{position}_role"]
        ]

    @property
    def needed(self):
        return booking_forms.need_rows(self.cleaned_data)

    @property
    def agreed(self):
        """The consent to sharing needs, in the words of the person's language."""
        if not self.cleaned_data["needs"]:
            return []
        with translation.override(self.cleaned_data["language"]):
            words = f"{booking_forms.SHARE_QUESTION} {booking_forms.SHARE_HINT}"
        return [Consent(purpose=Purpose.ACCESS_NEEDS, given=self.cleaned_data["share"] == "yes", text=words)]


def _where_to_find(registration):
    """A sentence with a link, for whoever wants to look before they answer. What was typed stays in this window."""
    words = _("{name} has booked this date already, with the same address or number: {link} (opens in a new tab).")
    url = reverse("events_cms:registration", args=[registration.public_id])
    link = format_html('<a class="w-underline" href="{}" target="_blank">{}</a>', url, _("see their registration"))
    return format_html(words, name=registration.name, link=link)


def _age_fields(minimum):
    """In place of the box "16 or over", where people under 16 may come."""
    return {
        "age": forms.ChoiceField(
            label=_("How old they are"),
            choices=[(band.value, band.label) for band in Band if int(band) >= minimum],
            widget=forms.RadioSelect,
            error_messages={"required": _("Select how old they are.")},
        ),
        "guardian_name": forms.CharField(
            label=_("Parent or guardian"),
            required=False,
            max_length=120,
            help_text=_("For somebody from 13 to 15. For somebody under 13 it is whoever asks on their behalf."),
        ),
        "guardian_telephone": Telephone(label=_("Telephone number of the parent or guardian"), required=False),
    }


def _companion_fields(position):
    which = {"number": position}
    return {
        f"companion_{position}_role": forms.ChoiceField(
            label=_("Person %(number)s who comes along") % which,
            choices=[("", _("Nobody")), *Companion.Role.choices],
            required=False,
        ),
        f"companion_{position}_name": forms.CharField(
            label=_("Name of person %(number)s, if they know it") % which, required=False, max_length=120
        ),
    }

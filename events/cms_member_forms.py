"""The forms by which officers add and invite members, decide about applications, and change what holds for a member."""

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from accounts.consents import TAKEN_DOWN, Method, Purpose
from events import kind_words, memberships
from events.cms_guest_forms import BESIDE as BESIDE_GUEST
from events.cms_guest_forms import GuestForm
from events.guests import Consent, Guest
from events.models import Membership

BESIDE = BESIDE_GUEST | {memberships.NOT_TO_COME: "until"}  # which field a refusal of the verbs belongs to


class LastDay(forms.DateField):
    widget = AdminDateInput

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "help_text": _("Empty: the term has no end.")} | kwargs)


class Words(forms.CharField):
    """What the officer writes to them."""

    widget = forms.Textarea(attrs={"rows": 8})

    def __init__(self, **kwargs):
        super().__init__(
            max_length=3000, help_text=_("They read this in the message. Change it as you like."), **kwargs
        )


def in_language_of(membership, words):
    """The kind words in the language of the person who reads them."""
    with translation.override(membership.person.language if membership.person else None):
        return str(words)


# --- Adding and inviting


class MemberForm(GuestForm):
    """Somebody who asked an officer to be a member. Of a `person` whom we know, name and address are not asked."""

    why = forms.CharField(
        label=_("What brings them here"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence is enough. Nothing about their health."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role, initial=Membership.Role.MEMBER)
    until = LastDay(label=_("Last day of their term"))
    method = forms.ChoiceField(
        label=_("They told us"),
        choices=TAKEN_DOWN,
        widget=forms.RadioSelect,
        initial=Method.TELEPHONE,
        error_messages={"required": _("Select how they told us.")},
    )
    read_out = forms.BooleanField(
        label=_("I told them this, and they agree"),
        help_text=kind_words.PRIVACY,
        error_messages={"required": _("Tell them this, then select the box.")},
    )
    SECTIONS = [*GuestForm.SECTIONS, GuestForm.REACH, (_("The forum"), ["why", "role", "until", "method", "read_out"])]

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        if person:
            kept = [*self.SECTIONS[-1][1], "key"]
            self.fields = {name: field for name, field in self.fields.items() if name in kept}

    def clean(self):
        return self.cleaned_data if self.person else super().clean()

    @property
    def guest(self):
        if self.person is None:
            return super().guest
        return Guest(name=self.person.name, email=self.person.email, telephone=self.person.telephone)

    @property
    def agreed(self):
        """That they agree, in the words of their language."""
        with translation.override(self.person.language if self.person else self.cleaned_data["language"]):
            return [Consent(purpose=Purpose.REGISTRATION, given=True, text=str(kind_words.PRIVACY))]

    @property
    def sections(self):
        return [(heading, fields) for heading, fields in super().sections if fields]


class InviteForm(MemberForm):
    why = None
    words = Words(label=_("The invitation"), initial=kind_words.INVITATION)
    read_out = forms.BooleanField(
        label=_("They agree that we write to them, and I told them this"),
        help_text=kind_words.PRIVACY,
        error_messages=MemberForm.base_fields["read_out"].error_messages,
    )
    SECTIONS = [
        *GuestForm.SECTIONS,
        GuestForm.REACH,
        (_("The forum"), ["words", "role", "until", "method", "read_out"]),
    ]


# --- One membership


class DecideForm(forms.Form):
    """The words of a decision, which begin with kind ones in the language of who asked."""

    words = Words(label=_("What you write to them"), error_messages={"required": _("Enter what you write to them.")})
    beginning = None

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].initial = in_language_of(membership, self.beginning)


class TakeOnForm(DecideForm):
    until = LastDay(label=_("Last day of their term"))
    beginning = kind_words.TAKEN_ON


class DoNotTakeOnForm(DecideForm):
    beginning = kind_words.NOT_TAKEN_ON


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role, widget=forms.RadioSelect)

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = membership.role


class TermForm(forms.Form):
    until = LastDay(label=_("Last day of their term"))

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = membership.until


class PauseForm(forms.Form):
    until = LastDay(
        label=_("They are back on"), help_text=_("Empty: until they or you say so. From this day they are a member.")
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = membership.paused_until


class EndForm(forms.Form):
    """How a membership ends: with a message, or without one for somebody who was told already."""

    tell = forms.BooleanField(label=_("Send them this message"), required=False, initial=True)
    words = Words(label=_("What you write to them"), required=False)

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        if membership.belongs:
            self.fields["words"].initial = in_language_of(membership, kind_words.ENDED)
        else:
            del self.fields["words"]
        if membership.state == Membership.State.INVITED:
            del self.fields["tell"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("tell") and "words" in self.fields and not cleaned.get("words"):
            self.add_error("words", _("Enter what you write to them."))
        return cleaned

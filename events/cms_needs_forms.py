"""The forms of the CMS about access needs and what is booked for them."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput

from accounts.cms import VerbModelForm
from accounts.consents import TAKEN_DOWN
from events import booking_forms, details, resourcing
from events import needs as needs_list
from events.models import AccessNeed, Resource

Status = AccessNeed.Status
ALTERNATIVE = _("What we offer instead")
TELL = [("yes", _("Yes, each by the way they asked for")), ("no", _("No, I tell them myself"))]
THEY_READ_IT = _("They read this, such as: we send you the text of the talk beforehand.")


def officers():
    """Who may arrange things: members of staff who are still here."""
    return get_user_model().objects.filter(is_staff=True, is_active=True).order_by("name", "email")


class ChangeNeedsForm(forms.Form):
    """What became of some needs, who arranges them and by when; what was left as it is stays so."""

    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            ("", _("Leave it as it is")),
            (Status.ARRANGED, _("Arranged")),
            (Status.CANNOT_MEET, _("Cannot be met")),
            (Status.ASKED, _("To be arranged again")),
        ],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("They are told at once, by the way they asked for."),
    )
    alternative = forms.CharField(
        label=ALTERNATIVE,
        max_length=300,
        required=False,
        help_text=_("Needed when it cannot be met. They read this, such as: we send you the talk in writing."),
    )
    owner = forms.ModelChoiceField(label=_("Who arranges it"), queryset=None, required=False, empty_label=_("Nobody"))
    due_on = forms.DateField(label=_("To be arranged by"), required=False, widget=AdminDateInput)

    def __init__(self, *args, needs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = officers()
        for name in ("owner", "due_on"):
            values = {getattr(need, name) for need in needs}
            self.fields[name].initial = values.pop() if len(values) == 1 else None
            if values:
                self.fields[name].help_text = _("They differ. Leave it empty to keep each as it is.")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Status.CANNOT_MEET and not cleaned.get("alternative"):
            self.add_error("alternative", _("Enter what we offer instead."))
        if not self.errors and not self.changed_data:
            self.add_error("outcome", _("Select or enter what changes."))
        return cleaned

    @property
    def assigned(self):
        """Who arranges it and by when, as far as it was changed."""
        return {name: self.cleaned_data[name] for name in ("owner", "due_on") if name in self.changed_data}


class ShareForm(forms.Form):
    """What somebody said when the question was read out to them."""

    share = forms.ChoiceField(
        label=booking_forms.SHARE_QUESTION,
        help_text=booking_forms.SHARE_HINT,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select their answer.")},
    )
    method = forms.ChoiceField(
        label=_("How they said it"),
        choices=TAKEN_DOWN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how they said it.")},
    )
    read_out = forms.BooleanField(
        label=_("I read this question out, and this is their answer"),
        error_messages={"required": _("Read the question out, then select this box.")},
    )


# --- Resources


class NeedsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, need):
        registration = need.registration
        return f"{details.need_in_words(need)} ({registration.get_mode_display()}): {registration.name}"


class ResourceForm(VerbModelForm):
    """Something to be booked for a date. `facts` are its fields; `meets` the needs that it meets."""

    meets = NeedsField(
        label=_("Meets the needs of"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta(VerbModelForm.Meta):
        model = Resource
        fields = [
            "code",
            "detail",
            "quantity",
            "mode",
            "supplier",
            "supplier_contact",
            "owner",
            "due_on",
            "preparation_sent_on",
            "cost",
        ]
        error_messages = {"code": {"required": _("Select what is to be booked.")}}

    field_order = ["code", "detail", "quantity", "mode", "meets"]

    def __init__(self, *args, date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "---------"), *needs_list.grouped()]
        self.fields["mode"].choices = [("", _("Everybody")), *((mode.value, mode.label) for mode in date.modes)]
        self.fields["mode"].widget.choices = self.fields["mode"].choices
        self.fields["owner"].queryset = officers()
        needs = AccessNeed.objects.in_hand().filter(registration__date=date).select_related("registration")
        self.fields["meets"].queryset = needs.order_by("code", "pk")
        self._leave_the_usual_out()
        if self.instance.status == Resource.Status.BOOKED:
            words = _("Tell the people whose needs join or leave it?")
            self.fields["tell"] = forms.ChoiceField(
                label=words, choices=TELL, widget=forms.RadioSelect, required=False, help_text=_("Needed when they do.")
            )

    def _leave_the_usual_out(self):
        for name, hint in {
            "quantity": _("Leave it empty for what is usual: 2 interpreters take turns beyond an hour."),
            "due_on": _("Leave it empty for what is usual before the date."),
        }.items():
            self.fields[name].required = False
            self.fields[name].help_text = hint

    def clean(self):
        cleaned = super().clean()
        if "tell" in self.fields and "meets" in self.changed_data and not cleaned.get("tell"):
            self.add_error("tell", _("Select whether to tell them."))
        return cleaned

    @property
    def tells(self):
        return self.cleaned_data.get("tell") == "yes"

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}


def tell_field(needs):
    """Asks whether the people whose needs these are hear of it now; None where nobody is concerned."""
    people = len(resourcing.concerned(needs))
    if not people:
        return None
    label = ngettext("Tell the %(count)s person who needs it?", "Tell the %(count)s people who need it?", people)
    return forms.ChoiceField(
        label=label % {"count": people},
        choices=TELL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select whether to tell them.")},
    )


class SettleForm(forms.Form):
    """What became of a resource. Asks whether to tell the people whose needs it meets."""

    def __init__(self, *args, needs, asks_alternative=False, **kwargs):
        super().__init__(*args, **kwargs)
        tell = tell_field(needs)
        if tell and asks_alternative:
            self.fields["alternative"] = forms.CharField(
                label=ALTERNATIVE,
                max_length=300,
                help_text=THEY_READ_IT,
                error_messages={"required": _("Enter what we offer instead.")},
            )
        if tell:
            self.fields["tell"] = tell

    @property
    def tells(self):
        return self.cleaned_data.get("tell") == "yes"

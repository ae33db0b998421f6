"""What is typed at the desk: the PIN that opens it, and who walked in."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from content import forms
from events.models.dates import Age

CONTACT = _("Enter an email address like name@example.com, or a telephone number like 01632 960 001")


class EnterForm(forms.QuestionForm):
    helper = forms.Text(
        label=_("What is your name?"),
        noun=_("Your name"),
        missing=_("Enter your name"),
        help_text=_("The officer sees who opened the desk."),
        max_length=60,
        autocomplete="off",
        width=20,
    )
    pin = forms.Text(
        label=_("What is the PIN?"),
        noun=_("The PIN"),
        missing=_("Enter the PIN"),
        help_text=_("It has 6 numbers. The officer told you."),
        max_length=20,
        autocomplete="off",
        inputmode="numeric",
        width=10,
    )

    def clean_pin(self):
        """Typed with spaces or hyphens, as people read numbers out."""
        return "".join(self.cleaned_data["pin"].replace("-", " ").split())


class WalkInForm(forms.QuestionForm):
    """Somebody who came without a place; `date` says who may come."""

    name = forms.Text(label=_("Name"), missing=_("Enter their name"), max_length=120, autocomplete="off")
    contact = forms.Text(
        label=_("Email address or telephone number"),
        missing=CONTACT,
        help_text=_("So that we can thank them, and tell them what comes of the day."),
        max_length=254,
        autocomplete="off",
    )
    is_old_enough = forms.Confirm(missing="-")

    def __init__(self, *args, date, **kwargs):
        super().__init__(*args, **kwargs)
        years = max(date.minimum_age, Age.SIXTEEN)
        field = self.fields["is_old_enough"]
        field.label = _("They are %(years)s or over") % {"years": years}
        field.error_messages["required"] = _("Select the box if they are %(years)s or over") % {"years": years}

    def clean_contact(self):
        contact = self.cleaned_data["contact"].strip()
        if "@" not in contact:
            return forms.Telephone(missing="-", error_messages={"invalid": CONTACT}).clean(contact)
        try:
            validate_email(contact)
        except ValidationError as error:
            raise ValidationError(CONTACT) from error
        return contact

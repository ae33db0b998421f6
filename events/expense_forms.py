"""The questions about money that people are asked by the link to their booking."""

import uuid
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.forms import HiddenInput, UUIDField
from django.utils.translation import gettext_lazy as _

from content import forms
from content.identifiers import refuse_bank_details
from events import expenses
from events.models import Claim, PaymentDecision

Kind = Claim.Kind
NO_BANK_DETAILS = _("Do not enter bank details, and do not tell us about your health.")
MINE, THEIRS = "mine", "theirs"
WHOSE = [(MINE, _("Me")), (THEIRS, _("Somebody who came with me"))]
HINTS = {
    Kind.TRAVEL: _("For example: train from Leeds and back."),
    Kind.OTHER: _("Say in a few words what it is."),
}


class PaymentForm(forms.QuestionForm):
    choice = forms.Radios(
        label=_("Do you want to be paid?"),
        missing=_("Select if you want to be paid"),
        help_text=_("You can change your answer until we have approved the payment."),
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = expenses.choices(offered)
        self.fields["choice"].choices = [each for each in PaymentDecision.Choice.choices if each[0] in allowed]


class KindForm(forms.QuestionForm):
    kind = forms.Radios(
        label=_("What do you want to claim for?"),
        missing=_("Select what you want to claim for"),
        help_text=_("Claim one thing at a time. You can come back for the next."),
        choices=[(kind, kind.label) for kind in map(Kind, Kind.expenses)],
    )


class ExpenseForm(forms.QuestionForm):
    """One expense of a `kind`. `key` makes sure that a form that is sent twice is one claim."""

    key = UUIDField(widget=HiddenInput)
    whose = forms.Radios(label=_("Who was it for?"), missing=_("Select who it was for"), choices=WHOSE)
    miles = forms.Decimal(
        label=_("How many miles was it, there and back?"),
        noun=_("Miles"),
        missing=_("Enter how many miles it was"),
        min_value=Decimal("0.1"),
        max_digits=5,
        decimal_places=1,
        suffix=_("miles"),
    )
    amount = forms.Decimal(
        label=_("How much did it cost?"),
        noun=_("The amount"),
        help_text=_("In pounds and pence, like 12.50."),
        missing=_("Enter how much it cost"),
        min_value=Decimal("0.01"),
        max_digits=6,
        decimal_places=2,
        prefix="£",
        width=10,
    )
    detail = forms.Text(
        label=_("What was it?"),
        noun=_("What it was"),
        max_length=300,
        validators=[refuse_bank_details],
        required=False,
    )

    def __init__(self, *args, kind, has_companions, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        del self.fields["amount" if kind == Kind.MILEAGE else "miles"]
        if not has_companions:
            del self.fields["whose"]
        detail = self.fields["detail"]
        detail.help_text = f"{HINTS[kind]} {NO_BANK_DETAILS}" if kind in HINTS else NO_BANK_DETAILS
        if kind == Kind.OTHER:
            detail.required, detail.error_messages["required"] = True, _("Enter what it was")

    @property
    def facts(self):
        """What `expenses.claim` takes."""
        typed = self.cleaned_data
        return {
            "key": f"claim:{typed['key']}",
            "amount": typed.get("amount"),
            "miles": typed.get("miles"),
            "detail": typed["detail"],
            "for_companion": typed.get("whose") == THEIRS,
        }


class AnswerForm(forms.QuestionForm):
    answer = forms.LongText(
        label=_("Your answer"),
        missing=_("Enter your answer"),
        help_text=NO_BANK_DETAILS,
        max_length=300,
        rows=3,
        validators=[refuse_bank_details],
    )

    def clean_answer(self):
        answer = self.cleaned_data["answer"]
        if not answer.strip():
            raise ValidationError(self.fields["answer"].error_messages["required"], code="required")
        return answer

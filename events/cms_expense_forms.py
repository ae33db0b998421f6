"""The forms of the CMS about payment and expenses. They check what was typed; the verbs hold the rules and write."""

import uuid
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.cms import VerbModelForm
from content.identifiers import refuse_bank_details
from content.language_inputs import LanguageInputs
from events import expenses
from events.models import Claim, PaymentDecision, PaymentOffer

Kind = Claim.Kind
APPROVE, REFUSE, ASK, ANSWER, WITHDRAW = "approve", "refuse", "ask", "answer", "withdraw"
OUTCOMES = {
    APPROVE: _("Approve"),
    REFUSE: _("Refuse"),
    ASK: _("Ask them a question"),
    ANSWER: _("Write down what they answered"),
    WITHDRAW: _("Take it back, as they asked"),
}


class OfferForm(VerbModelForm):
    class Meta(VerbModelForm.Meta):
        model = PaymentOffer
        fields = ["fee", "basis", "vouchers", "donations", "pays_expenses", "mileage", "how_paid"]
        widgets = {"basis": LanguageInputs}

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class DecideForm(forms.Form):
    """What becomes of one claim; `words` are the reason, the question or the answer."""

    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what becomes of it.")},
    )
    amount = forms.DecimalField(
        label=_("Approved, in pounds"),
        min_value=Decimal("0.01"),
        max_digits=6,
        decimal_places=2,
        required=False,
        help_text=_("Where it is not what was claimed, enter below why."),
    )
    words = forms.CharField(
        label=_("Why, your question, or their answer"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_bank_details],
        help_text=_("They read it. Nothing about their health or their bank."),
    )

    def __init__(self, *args, claim, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = claim.amount
        left_out = {ANSWER: not claim.question or claim.status != Claim.Status.QUERIED, WITHDRAW: claim.is_payment}
        self.fields["outcome"].choices = [each for each in OUTCOMES.items() if not left_out.get(each[0])]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == ANSWER and not cleaned.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", _("Enter what they answered."))
        return cleaned


class TakeClaimForm(forms.Form):
    """An expense that somebody claims on the telephone or by letter."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("What for"),
        choices=[(kind, kind.label) for kind in map(Kind, Kind.expenses)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what it is for.")},
    )
    for_companion = forms.BooleanField(label=_("For somebody who came with them"), required=False)
    amount = forms.DecimalField(
        label=_("Amount in pounds"),
        min_value=Decimal("0.01"),
        max_digits=6,
        decimal_places=2,
        required=False,
        help_text=_("Leave it empty for miles in a car."),
    )
    miles = forms.DecimalField(
        label=_("Miles"),
        min_value=Decimal("0.1"),
        max_digits=5,
        decimal_places=1,
        required=False,
        help_text=_("Only for miles in a car, there and back."),
    )
    detail = forms.CharField(
        label=_("In words"),
        max_length=300,
        required=False,
        validators=[refuse_bank_details],
        help_text=_("Nothing about their health or their bank."),
    )

    def clean(self):
        cleaned = super().clean()
        is_mileage = cleaned.get("kind") == Kind.MILEAGE
        needed, other = ("miles", "amount") if is_mileage else ("amount", "miles")
        if cleaned.get(needed) is None and needed not in self.errors:
            self.add_error(needed, _("Enter how many miles it was.") if is_mileage else _("Enter the amount."))
        cleaned[other] = None
        return cleaned

    @property
    def facts(self):
        return self.cleaned_data | {"key": f"claim:{self.cleaned_data['key']}"}


class TakePaymentForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Do they want to be paid?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what they decided.")},
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = expenses.choices(offered) if offered else []
        self.fields["choice"].choices = [each for each in PaymentDecision.Choice.choices if each[0] in allowed]

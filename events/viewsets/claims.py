"""One claim in the CMS, and what somebody decides or claims on the telephone."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts import access
from accounts.cms import FormBelow, VerbView
from content.context_processors import organisation_of
from events import cms_expense_forms as given
from events import expense_decisions, expenses
from events.cms_expense_forms import DecideForm, TakeClaimForm, TakePaymentForm
from events.models import Claim
from events.viewsets.expenses import about
from events.viewsets.registrations import RegistrationScreen


class ClaimScreen(RegistrationScreen):
    @cached_property
    def claim(self):
        rows = Claim.objects.select_related("registration__date__page", "registration__person")
        return get_object_or_404(rows, public_id=self.kwargs["claim"])

    @property
    def registration(self):
        return self.claim.registration

    def trail(self):
        own = (reverse("events_cms:date_claims", args=[self.registration.date.public_id]), _("Payment and expenses"))
        return [*super().trail()[:-1], own]


class DecideClaim(ClaimScreen, FormBelow):
    """Everything of one claim. That it was opened is logged."""

    template_name = "events/cms/claims/claim.html"
    form_class = DecideForm
    page_title = gettext_lazy("Claim")

    def get(self, request, *args, **kwargs):
        what = f"claim {self.claim.public_id}"
        access.record(by=request.user, action=access.Action.VIEWED, what=what, person=self.registration.person)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"claim": self.claim}

    def get_explanation(self):
        return list(about(self.claim))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            claim=self.claim, paid_how=expenses.paid_how(self.claim), pay_url=reverse("events_cms:pay_claims"), **kwargs
        )

    def act(self, form):
        typed, common = form.cleaned_data, {"by": self.request.user}
        words = typed["words"]
        match typed["outcome"]:
            case given.APPROVE:
                expense_decisions.approve(claims=[self.claim], amount=typed["amount"], reason=words, **common)
            case given.REFUSE:
                expense_decisions.refuse(claims=[self.claim], reason=words, **common)
            case given.ASK:
                expense_decisions.ask(claim=self.claim, question=words, **common)
            case given.ANSWER:
                expenses.answer(claim=self.claim, answer=words, **common)
            case given.WITHDRAW:
                expenses.withdraw(claim=self.claim, **common)
        return _("Noted.")

    def get_success_url(self):
        return reverse("events_cms:date_claims", args=[self.registration.date.public_id])


class TakeClaim(RegistrationScreen, VerbView):
    form_class = TakeClaimForm
    page_title = gettext_lazy("Claim an expense for them")
    submit_label = gettext_lazy("Save this claim")

    def get_explanation(self):
        offered = expenses.of_date(self.registration.date)
        if offered is None:
            yield _("Nothing is offered for this date yet, so nothing can be claimed. First say what we pay.")
        yield _("Write down one thing at a time. Do not take bank details: finance asks for them by its own way.")

    def act(self, form):
        expenses.claim(registration=self.registration, by=self.request.user, **form.facts)
        return _("The claim is noted.")


class TakePayment(RegistrationScreen, VerbView):
    """What somebody decides about the payment on the telephone, after the caution was read out to them."""

    form_class = TakePaymentForm
    page_title = gettext_lazy("Payment for taking part")

    @cached_property
    def offered(self):
        return expenses.of_date(self.registration.date)

    def caution(self):
        with override(self.registration.language):
            return expenses.caution(organisation_of(self.request))

    def get_form_kwargs(self):
        decision = expenses.decision_of(self.registration)
        initial = {"choice": decision.choice} if decision else {}
        return super().get_form_kwargs() | {"offered": self.offered, "initial": initial}

    def get_explanation(self):
        if self.offered is None or not self.offered.fee:
            return [_("No payment is offered for this date.")]
        facts = {"fee": self.offered.fee, "basis": self.offered.basis}
        return [
            _("We offer £%(fee)s (%(basis)s).") % facts,
            _("Read this out: %(caution)s") % {"caution": self.caution()},
            _("Their place does not depend on it. Do not ask why."),
        ]

    def act(self, form):
        expenses.decide(
            registration=self.registration,
            choice=form.cleaned_data["choice"],
            shown=self.caution(),
            by=self.request.user,
        )
        return _("Noted.")

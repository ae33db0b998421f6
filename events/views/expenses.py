"""Payment and expenses by the link to a booking: what is offered, what people decide about it, and what they claim."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from content.context_processors import organisation_of
from events import door, expenses, links
from events.expense_forms import AnswerForm, ExpenseForm, KindForm, PaymentForm
from events.models import Claim
from events.refusals import BookingRefused
from events.views.managing import RegistrationView


class MoneyScreen(RegistrationView):
    """What the pages about money share. They are there once an offer is stated for the date."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.offered = expenses.of_date(self.registration.date)
        self.money_path = f"{links.path(self.registration)}money/"

    def dispatch(self, request, *args, **kwargs):
        if self.offered is None:
            return redirect(links.path(self.registration))
        return super().dispatch(request, *args, **kwargs)

    def show(self, template, heading, **more):
        context = {
            "heading": heading,
            "registration": self.registration,
            "date": self.registration.date,
            "offered": self.offered,
            "manage_path": links.path(self.registration),
            "money_path": self.money_path,
            "caution": expenses.caution(organisation_of(self.request)),
        }
        return render(self.request, f"events/{template}.html", context | more)

    def act(self, verb, **arguments):
        """Call one verb, then show how the money stands, or the refusal in words."""
        try:
            with door.transaction_of_one_act():
                verb(**arguments)
        except BookingRefused as refused:
            return self.refused(refused)
        return redirect(f"{self.money_path}?done")


class MoneyView(MoneyScreen):
    def get(self, request, **kwargs):
        claims = list(self.registration.claims.select_related("registration__date"))
        return self.show(
            "money",
            _("Payment and expenses"),
            claims=claims,
            decision=expenses.decision_of(self.registration),
            may_decide=expenses.may_decide(self.registration, self.offered, claims),
            may_claim=self.registration.has_place and self.offered.pays_expenses,
            is_done="done" in request.GET,
        )


class PaymentView(MoneyScreen):
    """Yes or no to the payment, beside what everybody must know who has benefits."""

    def get(self, request, **kwargs):
        claims = list(self.registration.claims.all())
        if not expenses.may_decide(self.registration, self.offered, claims):
            return redirect(self.money_path)
        decision = expenses.decision_of(self.registration)
        return self.ask(PaymentForm(offered=self.offered, initial={"choice": decision and decision.choice}))

    def post(self, request, **kwargs):
        form = PaymentForm(request.POST, offered=self.offered)
        if not form.is_valid():
            return self.ask(form)
        shown = expenses.caution(organisation_of(request))
        return self.act(
            expenses.decide, registration=self.registration, choice=form.cleaned_data["choice"], shown=shown
        )

    def ask(self, form):
        return self.show("money_payment", _("Payment for taking part"), form=form)


class KindView(MoneyScreen):
    """What for. Choosing changes nothing, so it leads to the form of that kind."""

    def dispatch(self, request, *args, **kwargs):
        if self.offered and not (self.registration.has_place and self.offered.pays_expenses):
            return redirect(self.money_path)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        return self.ask(KindForm())

    def post(self, request, **kwargs):
        form = KindForm(request.POST)
        return redirect(f"{request.path}{form.cleaned_data['kind']}/") if form.is_valid() else self.ask(form)

    def ask(self, form):
        return self.show("money_kind", _("What do you want to claim for?"), form=form)


class ExpenseView(KindView):
    def setup(self, request, *args, kind, **kwargs):
        super().setup(request, *args, **kwargs)
        if kind not in Claim.Kind.expenses:
            raise Http404
        self.kind = Claim.Kind(kind)

    def form(self, data=None):
        return ExpenseForm(data, kind=self.kind, has_companions=self.registration.companions.exists())

    def get(self, request, **kwargs):
        return self.ask(self.form())

    def post(self, request, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form)
        return self.act(expenses.claim, registration=self.registration, kind=self.kind, **form.facts)

    def ask(self, form):
        return self.show("money_expense", self.kind.label, form=form, is_mileage=self.kind == Claim.Kind.MILEAGE)


class ClaimView(MoneyScreen):
    """One claim: how it stands, our question to answer, and taking it back."""

    def setup(self, request, *args, claim, **kwargs):
        super().setup(request, *args, **kwargs)
        claims = self.registration.claims.select_related("registration__date")
        self.claim = get_object_or_404(claims, public_id=claim)

    def get(self, request, **kwargs):
        return self.page(AnswerForm())

    def post(self, request, **kwargs):
        if "withdraw" in request.POST:
            return self.act(expenses.withdraw, claim=self.claim)
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        return self.act(expenses.answer, claim=self.claim, answer=form.cleaned_data["answer"])

    def page(self, form):
        return self.show("money_claim", _("Your claim"), claim=self.claim, form=form)

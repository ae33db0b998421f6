"""Handing out papers, and the agreement that some of them ask for first."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from events import agreements, door, links, papers
from events.managing_forms import NOTHING, SOMETHING, AgreementForm
from events.models import Paper
from events.refusals import BookingRefused
from events.views.managing import RegistrationView


class PaperView(View):
    """One file. The address alone decides who opens it (`papers.find`)."""

    def get(self, request, paper, given=""):
        found = papers.find(paper, given)
        if found is None:
            raise Http404
        is_for_everybody = not given and found.audience == Paper.Audience.EVERYBODY
        return papers.hand_out(found, keep="public, max-age=300" if is_for_everybody else "private, no-store")


class AgreeView(RegistrationView, FormView):
    """Declaring interests and agreeing to confidentiality, as often as something changes."""

    form_class = AgreementForm
    template_name = "events/manage_agree.html"

    def dispatch(self, request, *args, **kwargs):
        if not (self.registration.has_place and self.registration.date.needs_agreement):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        registration = self.registration
        if registration.agreed_at is None:
            return {}
        return {"interests": SOMETHING if registration.interests else NOTHING, "which": registration.interests}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            heading=gettext_lazy("Before you open the papers"),
            agreement=agreements.AGREEMENT,
            manage_path=links.path(self.registration),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            with door.transaction_of_one_act():
                agreements.agree(registration=self.registration, interests=form.cleaned_data["which"])
        except BookingRefused as refused:
            return self.refused(refused)
        return redirect(f"{links.path(self.registration)}#papers")

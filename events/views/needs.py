"""After the event: people say by their link whether they had what they needed."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from events import arranging, door, links
from events.needs_forms import NeedsMetForm
from events.views.managing import RegistrationView


class NeedsMetView(RegistrationView):
    """Can be answered, and answered anew, from the end of the event until the needs are deleted."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.needs = list(self.registration.needs.all())

    def get(self, request, **kwargs):
        if not self.may_answer():
            return redirect(links.path(self.registration))
        if not self.needs:
            return self.page("events/needs_gone.html", _("There is nothing to answer here"), status=410)
        if "thanks" in request.GET:
            return self.page("events/needs_met_thanks.html", _("Thank you for telling us"))
        return self.question(NeedsMetForm(needs=self.needs))

    def post(self, request, **kwargs):
        if not (self.may_answer() and self.needs):
            return self.get(request)
        form = NeedsMetForm(request.POST, needs=self.needs)
        if not form.is_valid():
            return self.question(form)
        with door.transaction_of_one_act():
            arranging.say(answers=form.said)
        return redirect(f"{request.path}?thanks")

    def may_answer(self):
        registration = self.registration
        return registration.has_place and not registration.date.is_cancelled and _is_over(registration.date)

    def question(self, form):
        return self.page("events/needs_met.html", _("Did you have what you needed?"), form=form)

    def page(self, template, heading, *, status=200, **more):
        context = {"heading": heading, "date": self.registration.date, "manage_path": links.path(self.registration)}
        return render(self.request, template, context | more, status=status)


def _is_over(date):
    return date.ends_at <= timezone.now()

"""What somebody who is signed in sees of the needs that we keep, and how they take them away."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from events import account, details, kept_needs


class ForgetNeedsView(LoginRequiredMixin, View):
    """Asks once more before what is kept of a claimed person's needs is deleted."""

    def setup(self, request, *args, person, **kwargs):
        super().setup(request, *args, person=person, **kwargs)
        self.person = account.people_of(request.user).get(person)

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and self.person is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        kept = [details.need_in_words(need) for need in kept_needs.of(self.person)]
        if not kept:
            return redirect("account")
        context = {"heading": _("Do you want us to delete these needs?"), "person": self.person, "kept": kept}
        return render(request, "events/forget_needs.html", context)

    def post(self, request, **kwargs):
        with transaction.atomic():
            kept_needs.withdraw(person=self.person)
        return redirect("account")

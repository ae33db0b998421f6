"""Withdrawing answers for somebody who reads their four words out, on the telephone or at a desk."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.cms import PeoplePolicy, VerbView, add_refusal
from content import moments
from feedback import withdrawing
from feedback.cms_forms import WithdrawForm
from feedback.models import Response


class WithdrawingPolicy(PeoplePolicy):
    """To withdraw answers for somebody is a right of its own."""

    RIGHTS = {"view": "withdraw", "handle": "withdraw"}


class Withdraw(VerbView):
    """First it shows which form and day the words belong to, and nothing of the answers; then it withdraws them."""

    permission_policy = WithdrawingPolicy(Response)
    form_class = WithdrawForm
    page_title = gettext_lazy("Withdraw answers by four words")
    is_grave = True
    found = None

    def trail(self):
        return [(reverse("feedback_cms:index"), _("Feedback"))]

    @property
    def submit_label(self):
        return _("Withdraw the answers") if self.found else _("Find the answers")

    def get_explanation(self):
        if self.found is None:
            return [_("Ask for the four words that the person was shown. You see nothing of what they answered.")]
        words = {"form": self.found.survey.page.title, "day": moments.day(self.found.day)}
        return [
            _("These words belong to answers to “%(form)s”, sent on %(day)s.") % words,
            _("Ask whether these are to be withdrawn. They are deleted at once, and nobody can bring them back."),
        ]

    def form_valid(self, form):
        if form.cleaned_data["seen"] == form.cleaned_data["words"]:
            return super().form_valid(form)
        try:
            self.found = withdrawing.find(form.cleaned_data["words"])
        except ValidationError as refusal:
            add_refusal(form, ValidationError({"words": refusal.messages}), {})
            return self.form_invalid(form)
        form.data = {"words": form.data["words"], "seen": form.cleaned_data["words"]}
        return self.render_to_response(self.get_context_data(form=form) | {"has_unsaved_changes": False})

    def act(self, form):
        withdrawing.withdraw(words=form.cleaned_data["words"], by=self.request.user)
        return _("The answers are withdrawn.")

    def get_success_url(self):
        return reverse("feedback_cms:withdraw")

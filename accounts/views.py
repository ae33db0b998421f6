from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from accounts import second_factor, sections


class AccountView(LoginRequiredMixin, TemplateView):
    """Who is signed in, and what they can do from here."""

    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            has_second_factor=second_factor.factors(user).exists(),
            may_open_cms=user.has_perm("wagtailadmin.access_admin"),
            sections=sections.for_user(user),
            **kwargs,
        )

"""Staff reach the CMS and the teams' area only with a second factor."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language_from_path

from accounts import second_factor

# Only here is the session looked at: a public page must not vary by cookie.
PROTECTED = ("/cms/", "/teams/", "/account/")
# Without a second factor: set one up, or leave.
ENROLMENT = {
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "wagtailadmin_logout",
}
# With one that this session has not used: use it, or leave.
CHALLENGE = {"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "wagtailadmin_logout"}


class SecondFactorMiddleware:
    """Sends staff who have not used a second factor in this session to where they use it, or set one up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not _without_language(request.path_info).startswith(PROTECTED):
            return None
        user = request.user
        if not user.is_authenticated or not second_factor.is_required(user) or second_factor.was_used(request):
            return None
        enrolled = second_factor.factors(user).exists()
        if request.resolver_match.url_name in (CHALLENGE if enrolled else ENROLMENT):
            return None
        step = reverse("mfa_reauthenticate" if enrolled else "mfa_index")
        return redirect(f"{step}?{urlencode({'next': request.path})}")


def _without_language(path):
    language = get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


class CMSPolicyMiddleware:
    """The CMS's own content policy: Wagtail's editor writes inline scripts and styles, the site does not."""

    POLICY = (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/cms/"):
            response.headers.setdefault("Content-Security-Policy", self.POLICY)
        return response

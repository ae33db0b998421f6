"""Addresses that belong to the whole site: the organisation's colour, and what is said when a request is refused."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.context_processors import organisation_of
from content.models import Organisation

DEFAULT_COLOUR = Organisation._meta.get_field("colour").default  # the one that site.css has already
YEAR = 31_536_000


def organisation_stylesheet(organisation):
    """The address of the stylesheet with the organisation's colour: another colour, another address. Or None."""
    if organisation.colour == DEFAULT_COLOUR:
        return None
    return reverse("organisation_colour", args=[_version(organisation)])


def _version(organisation):
    return hashlib.sha256(organisation.colour.encode()).hexdigest()[:8]


@require_safe
def organisation_colour(request, version):
    """One rule that sets the colour. It may be kept for ever under its own address, a minute under an older one."""
    organisation = organisation_of(request)
    response = HttpResponse(f":root{{--organisation-colour:{organisation.colour}}}", content_type="text/css")
    is_current = version == _version(organisation)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_current else "public, max-age=60"
    return response


def csrf_failure(request, reason=""):
    """A form came back without the cookie that it left with: the cookie is refused, or has gone."""
    return render(request, "403_csrf.html", status=403)


def gone(request):
    """What was here was taken away on purpose."""
    return render(request, "410.html", status=410)


def too_many(request):
    """More requests from one place than people make."""
    return render(request, "429.html", status=429)

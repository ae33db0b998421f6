from django.conf import settings
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from content.models import Organisation


def organisation_of(request):
    """Who runs the site of a request; one with the neutral texts where no site answers for it."""
    return Organisation.for_request(request) if Site.find_for_request(request) else Organisation()


def site(request):
    """`organisation`, read when a template first asks for it, and whether this is a demonstration."""
    return {"organisation": SimpleLazyObject(lambda: organisation_of(request)), "is_demonstration": settings.DEMO}

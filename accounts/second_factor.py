"""Who must use a second factor, who has one, and whether it was used in this session."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_required(user):
    """Staff, and whoever else may open the CMS."""
    return settings.STAFF_SECOND_FACTOR and (user.is_staff or user.has_perm("wagtailadmin.access_admin"))


def factors(user):
    """The user's second factors; recovery codes are none, since they only stand in for one that was lost."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS)


def was_used(request):
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def note_enrolment(request, authenticator, **kwargs):
    """Receiver of allauth's signal: setting a factor up proved that the user has it, so this session has used it."""
    if authenticator.type in FACTORS:
        record = {"method": "mfa", "at": time.time(), "id": authenticator.pk, "type": authenticator.type}
        records = get_authentication_records(request, request.user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*records, record]

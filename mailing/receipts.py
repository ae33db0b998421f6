"""What GOV.UK Notify reports about a text message or letter. A receipt that comes twice counts once."""

import json

from anymail.signals import EventType
from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mailing import tracking
from mailing.models import Message

EVENTS = {
    "delivered": EventType.DELIVERED,
    "permanent-failure": EventType.BOUNCED,  # there is no such number
    "temporary-failure": EventType.FAILED,  # the telephone was off for days
    "technical-failure": EventType.FAILED,
}


@csrf_exempt  # Notify shows the token instead
@require_POST
def receive(request):
    """Note one receipt, with `reference` (our public id), `id`, `status` and `completed_at`; others are let be."""
    token = settings.NOTIFY_CALLBACK_TOKEN
    if not token or not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return HttpResponseForbidden()
    try:
        receipt = json.loads(request.body)
        reference, status, notify_id = receipt["reference"], receipt["status"], receipt["id"]
        at = parse_datetime(receipt.get("completed_at") or "") or timezone.now()
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponseBadRequest()
    message = Message.objects.filter(public_id=reference).exclude(channel=Message.Channel.EMAIL).first()
    if message and status in EVENTS:
        tracking.note(message, EVENTS[status], key=["Notify", notify_id, status], at=at)
    return HttpResponse(status=204)

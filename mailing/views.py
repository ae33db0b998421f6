"""Where the demonstration shows every message that it would send. Anywhere else these pages do not exist."""

from functools import wraps

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mailing import outbox, registry
from mailing.models import Message

SHOWN = 200


def demonstration_only(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(require_safe(guarded))


def _rendered(message):
    """As it was sent, or as it will be; what was wiped stays wiped."""
    if message.text or message.sent_at:
        attachments = tuple(registry.kind(message.kind).attachments(message)) if message.text else ()
        return outbox.Rendered(message.subject, message.text, message.html, attachments)
    return outbox.render(message)


@demonstration_only
def message_list(request):
    messages = Message.objects.select_related("person")[:SHOWN]
    return render(request, "mailing/message_list.html", {"outbox": messages})


@demonstration_only
def message_detail(request, public_id):
    message = get_object_or_404(Message, public_id=public_id)
    return render(request, "mailing/message_detail.html", {"message": message, "rendered": _rendered(message)})


@demonstration_only
@csp_update({"style-src": ["'unsafe-inline'"]})  # mail programs read no other styles
def message_html(request, public_id):
    return HttpResponse(_rendered(get_object_or_404(Message, public_id=public_id)).html)


@demonstration_only
def message_attachment(request, public_id, number):
    attachments = _rendered(get_object_or_404(Message, public_id=public_id)).attachments
    if number >= len(attachments):
        raise Http404
    attachment = attachments[number]
    headers = {"Content-Disposition": f'attachment; filename="{attachment.filename}"'}
    return HttpResponse(attachment.content, content_type=attachment.mimetype, headers=headers)

"""
/desk/: who is here. A device is let in by link and PIN until midnight, by a cookie that serves for nothing else.

Everything works as plain pages. Where scripts run, `assets/desk.mjs` takes over, keeps the list and goes on without
network; `worker` and `ShellView` are what a browser keeps for that, and hold nobody's name.
"""

import json
import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from content import limits, moments, views
from content.context_processors import organisation_of
from events import check_ins, desk, details
from events.desk_forms import EnterForm, WalkInForm
from events.door import transaction_of_one_act
from events.models import Desk, DeskDevice

COOKIE = "desk"
MOST_ACTS = 500  # in one request; a device sends the rest in the next


def device_of(request):
    """The device that a request comes from, open or not; None for one that never was let in."""
    public_id = request.get_signed_cookie(COOKIE, default=None, salt=COOKIE)
    rows = DeskDevice.objects.select_related("desk__date__page", "desk__opened_by")
    return rows.filter(public_id=public_id).first() if public_id else None


def remember(response, device):
    until = device.desk.closes_at + DeskDevice.LATE_BY
    response.set_signed_cookie(
        COOKIE,
        device.public_id,
        salt=COOKIE,
        path=reverse("desk"),
        expires=until,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def closed(request, status=403):
    heading = _("The desk is not open on this device")
    return render(request, "events/desk/closed.html", {"heading": heading}, status=status)


@method_decorator(never_cache, name="dispatch")
class EnterView(FormView):
    """What the short link leads to: asks for the PIN."""

    form_class = EnterForm
    template_name = "events/desk/enter.html"

    def dispatch(self, request, *args, **kwargs):
        self.desk = get_object_or_404(Desk.objects.select_related("date__page"), public_id=kwargs["desk"])
        device = device_of(request)
        if device is not None and device.is_open():
            return redirect("desk")  # of this date, or of another that must be closed here first
        if not self.desk.is_open() or self.desk.is_locked:
            heading = _("There were too many wrong PINs") if self.desk.is_locked else _("This desk is closed")
            return render(request, "events/desk/ended.html", {"heading": heading}, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=_("Open the desk"), **caption(self.desk), **kwargs)

    def form_valid(self, form):
        if not limits.is_within(self.request, purpose="desk", most=60, seconds=3600):
            return views.too_many(self.request)
        device = desk.enter(desk=self.desk, pin=form.cleaned_data["pin"], helper=form.cleaned_data["helper"])
        if device is not None:
            return remember(redirect("desk"), device)
        self.desk.refresh_from_db()
        if self.desk.is_locked:
            return redirect(self.request.path)
        words = ngettext(
            "%(pin)s. You have %(tries)s more try", "%(pin)s. You have %(tries)s more tries", self.desk.tries_left
        )
        form.add_error(
            "pin", words % {"pin": _("Enter the PIN that the officer told you"), "tries": self.desk.tries_left}
        )
        return self.form_invalid(form)


def caption(of):
    date = of.date
    return {"event": details.title_of(date.page), "when": moments.span(date.starts_at, date.ends_at)}


@method_decorator(never_cache, name="dispatch")
class DeskView(View):
    """What only a device sees at which the desk is open."""

    def dispatch(self, request, *args, **kwargs):
        self.device = device_of(request)
        if self.device is None or not self.may():
            return self.refused()
        self.date = self.device.desk.date
        return super().dispatch(request, *args, **kwargs)

    def may(self):
        return self.device.is_open()

    def refused(self):
        return closed(self.request)

    def page(self, *, form=None, looked_for="", refusal="", is_shell=False):
        """The desk as a page; the shell (`is_shell`) names nobody, and a script fills it in."""
        entries = [] if is_shell else [check_ins.entry(row) for row in check_ins.expected(self.date)]
        here, along = check_ins.heads(entries)
        context = caption(self.device.desk) | {
            "heading": _("Who is here"),
            "walk_in_key": uuid.uuid4(),
            "people": check_ins.find(entries, looked_for),
            "here": here,
            "along": along,
            "expected": len(entries),
            "looked_for": looked_for,
            "refusal": refusal,
            "form": form or WalkInForm(date=self.date),
            "device": self.device,
            "blank": {"id": "", "name": "", "code": "", "companions": [], "needs": [], "is_here": False},
        }
        return render(self.request, "events/desk/desk.html", context)

    def get(self, request, **kwargs):
        return redirect("desk")


class WhoIsHereView(DeskView):
    def get(self, request, **kwargs):
        return self.page()

    def post(self, request, **kwargs):
        """A search: posted, since a name must not stand in an address."""
        return self.page(looked_for=request.POST.get("q", "").strip()[:120])


class ShellView(DeskView):
    def get(self, request, **kwargs):
        return self.page(is_shell=True)


class NoteView(DeskView):
    """A tick beside a name, or its undoing, from a plain page."""

    def post(self, request, **kwargs):
        who, came = request.POST.get("who", ""), request.POST.get("came") == "yes"
        try:
            with transaction_of_one_act():
                check_ins.note(device=self.device, key=uuid.uuid4(), who=who, came=came, at=timezone.now())
        except ValidationError as refused:
            return self.page(refusal=" ".join(refused.messages))
        return redirect(f"{reverse('desk')}#{who}")


class WalkInView(DeskView):
    def post(self, request, **kwargs):
        form = WalkInForm(request.POST, date=self.date)
        if not form.is_valid():
            return self.page(form=form)
        try:
            with transaction_of_one_act():
                check_ins.walk_in(device=self.device, key=_key_of(request), at=timezone.now(), **said(form))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.page(form=form)
        return redirect("desk")


def said(form):
    return {name: form.cleaned_data[name] for name in ("name", "contact")}


def _key_of(request):
    """The key that stands in the form: sent twice, it is one person."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


class CloseView(DeskView):
    def post(self, request, **kwargs):
        desk.close(device=self.device)
        response = render(request, "events/desk/ended.html", {"heading": _("The desk is closed on this device")})
        response.delete_cookie(COOKIE, path=reverse("desk"))
        return response


# --- For the script


class ActsView(DeskView):
    """Takes what a device did, and answers with the list as it is then. Each act is kept by itself."""

    def may(self):
        return self.device.may_send()

    def refused(self):
        return JsonResponse({"closed": True}, status=410)

    def get(self, request, **kwargs):
        return JsonResponse(self._list())

    def post(self, request, **kwargs):
        try:
            sent = json.loads(request.body)
            ahead = _moment(sent["sent_at"]) - timezone.now()
            acts = [(uuid.UUID(each["key"]), _moment(each["at"]), each) for each in sent["acts"][:MOST_ACTS]]
        except (ValueError, TypeError, KeyError, OverflowError):
            return JsonResponse({"error": "These are no acts of a desk."}, status=400)
        refused, done = {}, []
        for key, at, act in acts:
            try:
                with transaction_of_one_act():
                    self._do(key, check_ins.when(device=self.device, at=at, ahead=ahead), act)
            except ValidationError as refusal:
                if getattr(refusal, "code", "") != "busy":  # which the device tries again
                    refused[str(key)] = " ".join(refusal.messages)
            else:
                done.append(str(key))
        return JsonResponse(self._list() | {"done": done, "refused": refused})

    def _do(self, key, at, act):
        if "name" not in act:
            check_ins.note(device=self.device, key=key, who=str(act.get("who")), came=act.get("came") is True, at=at)
            return
        form = WalkInForm(act | {"is_old_enough": "on"}, date=self.date)  # which the device has asked
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        check_ins.walk_in(device=self.device, key=key, at=at, **said(form))

    def _list(self):
        """Nobody's name once the desk is closed, although what was done before is still taken."""
        is_open = self.device.is_open()
        closes_in = self.device.desk.closes_at - timezone.now()
        return caption(self.device.desk) | {
            "device": self.device.public_id,
            "is_open": is_open,
            "closes_in": max(0, round(closes_in.total_seconds() * 1000)),
            "token": get_token(self.request),
            "people": [check_ins.entry(row) for row in check_ins.expected(self.date)] if is_open else [],
        }


def _moment(milliseconds):
    """A moment as JavaScript says it. Raises ValueError, OverflowError or TypeError for anything else."""
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


class WorkerView(DeskView):
    """The service worker, told what to keep. It stands here and not with the static files for its scope."""

    def get(self, request, **kwargs):
        files = [static(name) for name in ("site.css", "site.js", "desk.js", "favicon.svg")]
        stylesheet = views.organisation_stylesheet(organisation_of(request))
        kept = {
            "device": self.device.public_id,
            "page": reverse("desk"),
            "shell": reverse("desk_shell"),
            "files": [*files, *filter(None, [stylesheet])],
        }
        script = f"self.desk = {json.dumps(kept)}\nimportScripts({json.dumps(static('desk-worker.js'))})\n"
        return HttpResponse(script, content_type="text/javascript; charset=utf-8")

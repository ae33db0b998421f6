"""Asking for alerts, confirming and ending them. Only buttons change anything: mail scanners open every link."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView

from content import limits, views
from content.forms import Email
from mailing import subjects, subscriptions


class AlertForm(forms.Form):
    email = Email(label=_("What is your email address?"), missing=_("Enter your email address"))


@method_decorator(never_cache, name="dispatch")
class AskView(FormView):
    """For news of everything, or of the one subject that `?about=` names."""

    form_class = AlertForm
    template_name = "mailing/alert_ask.html"
    success_url = reverse_lazy("alerts_sent")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.about = request.GET.get("about", subjects.ALL)
        self.title = subjects.title(self.about)

    def dispatch(self, request, *args, **kwargs):
        if self.title is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.title if self.about != subjects.ALL else "", **kwargs)

    def form_valid(self, form):
        if not limits.is_within(self.request, purpose="alerts", most=30, seconds=3600):
            return views.too_many(self.request)
        subscriptions.ask(email=form.cleaned_data["email"], about=self.about, language=get_language())
        return super().form_valid(form)


class SentView(TemplateView):
    template_name = "mailing/alert_sent.html"


@method_decorator(never_cache, name="dispatch")
class AlertView(View):
    """How the alert of the link stands, with the button that fits; posting confirms it."""

    def setup(self, request, *args, token, **kwargs):
        super().setup(request, *args, token=token, **kwargs)
        self.token, self.subscription = token, subscriptions.find(token)

    def dispatch(self, request, *args, **kwargs):
        if self.subscription is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        about = "" if self.subscription.about == subjects.ALL else subjects.title(self.subscription.about)
        context = {"heading": self.heading(), "subscription": self.subscription, "token": self.token, "about": about}
        return render(request, "mailing/alert.html", context)

    def heading(self):
        if self.subscription.ended_at:
            return _("We do not write to you")
        return _("You get our news by email") if self.subscription.confirmed_at else _("Do you want to hear from us?")

    def post(self, request, **kwargs):
        if not subscriptions.confirm(self.subscription):
            return views.gone(request)
        return redirect("alert", token=self.token)


@method_decorator(csrf_exempt, name="dispatch")  # a mail program posts here without a cookie (RFC 8058)
class EndView(AlertView):
    def post(self, request, **kwargs):
        subscriptions.end(self.subscription)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse()
        return redirect("alert", token=self.token)

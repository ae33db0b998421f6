"""What people see and do by the link in their message. GET only shows; every act is a button that posts."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from accounts import people
from content import limits, views
from content.models import in_this_language
from events import (
    account,
    afterwards,
    bookings,
    calendar,
    details,
    door,
    expenses,
    links,
    outcome_news,
    papers,
    places,
    records,
    resending,
    standing,
)
from events.forms import LinkForm
from events.models import Registration
from events.refusals import BookingRefused

ACTS = {
    "restore": bookings.restore,
    "accept": bookings.accept,
    "decline": bookings.decline,
    "unwish": bookings.unwish,
    "hear": outcome_news.hear,
    "unhear": outcome_news.unhear,
}


@method_decorator(never_cache, name="dispatch")
class RegistrationView(View):
    """Loads the registration of the token; 90 days after the event the link has ended."""

    scope = ""  # of the token: see `links.token`

    def setup(self, request, *args, token, **kwargs):
        super().setup(request, *args, token=token, **kwargs)
        self.registration = links.find(details.registrations(), token, self.scope)
        if self.registration is None:
            raise Http404

    def dispatch(self, request, *args, **kwargs):
        if self.registration.date.ends_at + Registration.LINK_SERVES <= timezone.now():
            return render(request, "events/link_ended.html", {"heading": _("This link has ended")}, status=410)
        return super().dispatch(request, *args, **kwargs)

    def act(self, verb):
        """Do one of the verbs of bookings, then show the booking as it is, or the refusal in words."""
        try:
            with door.transaction_of_one_act():
                registration = verb(registration=self.registration)
        except BookingRefused as refused:
            return self.refused(refused)
        return redirect(links.path(registration))

    def refused(self, refused):
        context = {"heading": refused.messages[0], "manage_path": links.path(self.registration)}
        return render(self.request, "events/manage_refused.html", context, status=409)


class ManageView(RegistrationView):
    def get(self, request, **kwargs):
        registration, state = self.registration, standing.of(self.registration)
        found = papers.for_registration(registration)
        context = {
            "heading": standing.HEADINGS[state],
            "registration": registration,
            "date": registration.date,
            "event_page": in_this_language(registration.date.page),
            "rows": details.summary(details.of(registration)),
            "state": state,
            "position": places.position_in_line(registration) if registration.in_line_for else None,
            "wanted": standing.WANTED.get(registration.wanted_mode),
            "may_change": standing.may_change(registration),
            "papers": found,
            "must_agree": any(not paper.address for paper in found),
            "asked": afterwards.of(registration) if state == "past" else [],
            "contact": details.contact_of(registration.date.page),
            "record": records.for_registration(registration),
            "offered": expenses.of_date(registration.date),
            "manage_path": links.path(registration),
            "may_claim": account.may_claim(request.user, registration.person),
            "hears": outcome_news.hears(registration) if registration.has_place else None,
            "is_changed": "changed" in request.GET,
        }
        return render(request, "events/manage.html", context)


class CancelView(RegistrationView):
    """Asks once more before a place is given back."""

    def get(self, request, **kwargs):
        if not standing.may_change(self.registration):
            return redirect(links.path(self.registration))
        context = {
            "heading": _("Do you want to cancel your booking?")
            if self.registration.has_place
            else _("Do you want to leave the waiting list?"),
            "registration": self.registration,
            "manage_path": links.path(self.registration),
        }
        return render(request, "events/manage_cancel.html", context)

    def post(self, request, **kwargs):
        return self.act(bookings.cancel)


class ActView(RegistrationView):
    http_method_names = ["post"]

    def post(self, request, *, act, **kwargs):
        return self.claim() if act == "claim" else self.act(ACTS[act])

    def claim(self):
        """Put the bookings of this person into the account of whoever is signed in and reads their mail."""
        if not account.may_claim(self.request.user, self.registration.person):
            raise PermissionDenied
        people.claim(self.registration.person, by=self.request.user)
        return redirect("account")


class SecondPersonView(RegistrationView):
    """Asks whoever reads the message if a booking that looks like one made twice is for a second person."""

    scope = links.SECOND

    def get(self, request, **kwargs):
        registration = self.registration
        if registration.is_second_person or not registration.is_live:
            return redirect(links.path(registration))
        context = {
            "heading": _("Is this a second person?"),
            "registration": registration,
            "manage_path": links.path(registration),
        }
        return render(request, "events/manage_second.html", context)

    def post(self, request, **kwargs):
        verbs = {"yes": bookings.confirm_second_person, "no": bookings.cancel}
        verb = verbs.get(request.POST.get("answer"))
        return self.act(verb) if verb else self.get(request)


class CalendarView(RegistrationView):
    def get(self, request, **kwargs):
        if not self.registration.has_place:
            raise Http404
        content = calendar.entry(self.registration, method="PUBLISH")
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="event.ics"'
        return response


@method_decorator(never_cache, name="dispatch")
class LinkAgainView(FormView):
    """Sends the link again, and gives the same answer to everybody."""

    form_class = LinkForm
    template_name = "events/link_again.html"

    def form_valid(self, form):
        if not limits.is_within(self.request, purpose="link-again", most=30, seconds=3600):
            return views.too_many(self.request)
        resending.send_links(form.cleaned_data["contact"])
        return redirect(reverse("link_sent"))


class LinkSentView(TemplateView):
    template_name = "events/link_sent.html"
    extra_context = {"heading": gettext_lazy("Look for our message")}

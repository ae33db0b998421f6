"""Booking on somebody's behalf in the CMS: by telephone, from a letter, or for somebody who walks in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.cms import VerbView
from events import bookings, gate, places, statements
from events.blocks import ADMITS
from events.cms_guest_forms import BESIDE, BookForm
from events.models.dates import Mode
from events.viewsets.dates import DateScreen


class Book(DateScreen, VerbView):
    form_class = BookForm
    template_name = "events/cms/guest_form.html"
    page_title = gettext_lazy("Book for somebody")
    submit_label = gettext_lazy("Book")
    beside = BESIDE

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"date": self.date}

    def get_explanation(self):
        """What is left now, by way to come: a hint. Only the lock knows."""
        if not self.date.page.live:
            yield _("Nobody can book now: first publish the event's page.")
        elif not gate.is_passed(self.date):
            yield _("%(verdict)s Until then only somebody who walks in can be booked.") % {
                "verdict": statements.verdict(statements.checklist([self.date]))
            }
        for block in self.date.page.screening:
            asked = {"question": block.value["question"], "answer": dict(ADMITS)[block.value["admits"]]}
            yield _("Ask first: %(question)s Who can come answers: %(answer)s.") % asked
        for mode, count in places.of_date(self.date).items():
            words = {"mode": Mode(mode).label, "free": count.free, "waiting": count.waiting}
            if count.is_full:
                yield _("%(mode)s: full, %(waiting)s waiting. Whoever is booked now joins the waiting list.") % words
            else:
                yield _("%(mode)s: %(free)s free.") % words

    def act(self, form):
        typed = form.cleaned_data
        self.registration = bookings.book(
            date=self.date,
            key=typed["key"],
            guest=form.guest,
            mode=typed["mode"],
            companions=form.companions,
            needed=form.needed,
            agreed=form.agreed,
            message=typed["message"],
            source=typed["source"],
            taken_by=self.request.user,
            answers=form.answers,
            question_set=form.question_set,
        )
        if form.duplicate:
            bookings.confirm_second_person(registration=self.registration, by=self.request.user)
        words = {"name": self.registration.name, "reference": self.registration.public_id}
        if self.registration.has_place:
            return _("%(name)s has a place. Their reference is %(reference)s.") % words
        return _("The date is full: %(name)s is on the waiting list. Their reference is %(reference)s.") % words

    def get_success_buttons(self):
        return [messages.button(reverse("events_cms:book", args=[self.date.public_id]), _("Book for somebody else"))]

    def get_success_url(self):
        return reverse("events_cms:registration", args=[self.registration.public_id])

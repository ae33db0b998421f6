"""Who has not heard of a change of a date, for an officer at the telephone: the list, and what became of each call."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from accounts.cms import Button, PageScreen
from events import news, reaching
from events.models import Registration
from events.viewsets.dates import DateScreen, url_of_reaching
from events.viewsets.registrations import needed, url_of_registration, who
from mailing import outbox
from mailing.models import Message
from mailing.viewsets import url_of as url_of_message

OUTCOMES = {
    "reached": (outbox.done, gettext_lazy("Noted: %(name)s knows.")),
    "not-reached": (outbox.not_reached, gettext_lazy("Noted: %(name)s could not be reached.")),
}


class StillToReach(DateScreen, PageScreen):
    template_name = "events/cms/reaching.html"
    page_title = gettext_lazy("Still to be told")
    header_icon = "comment"

    def seen(self):
        return f"people to tell of a change of date {self.date.public_id}", None

    def get_context_data(self, **kwargs):
        rows = [_row(each) for each in reaching.still_to_reach(self.date)]
        return super().get_context_data(
            date=self.date, rows=rows, is_soon=reaching.is_soon(self.date.starts_at), **kwargs
        )


def _row(unheard):
    registration, message = unheard.registration, unheard.message
    return {
        "who": who(registration),
        "url": url_of_registration(registration),
        "telephone": _telephone(registration),
        "email": registration.person.address_to_write_to,
        "needs": needed(registration),
        "message": message,
        "message_url": url_of_message(message),
    }


def _telephone(registration):
    """The number that reaches them now, or else the one that stands in the booking."""
    return registration.person.number_to_call or registration.telephone or registration.guardian_telephone


class Reached(DateScreen, Button):
    """Notes that somebody was told by hand, or that nobody could be reached, who then stays in the list."""

    @cached_property
    def message(self):
        ours = Registration.objects.filter(date=self.date).values("public_id")
        messages = Message.objects.filter(kind__in=news.KINDS, about__in=ours).select_related("person")
        return get_object_or_404(messages, public_id=self.kwargs["message"])

    def act(self):
        if self.kwargs["outcome"] not in OUTCOMES:
            raise Http404
        verb, said = OUTCOMES[self.kwargs["outcome"]]
        verb(self.message, by=self.request.user)
        return said % {"name": self.message.person.name}

    def back(self):
        return url_of_reaching(self.date)

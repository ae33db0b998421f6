"""Changing a booking for somebody in the CMS, and the acts that only an officer has. Each calls one verb."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.cms import Button, VerbView, add_refusal
from events import agreements, bookings, differences
from events.cms_change_forms import AgreementForm, ChangeForm
from events.models.dates import Mode
from events.viewsets.registrations import RegistrationScreen


class Change(RegistrationScreen, VerbView):
    """What was typed is shown before and after, then sent again to be saved."""

    form_class = ChangeForm
    template_name = "events/cms/change_registration.html"
    page_title = gettext_lazy("Change")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"registration": self.registration}

    def form_valid(self, form):
        if form.was_seen:
            return super().form_valid(form)
        try:
            rows = self._before_and_after(form)
        except ValidationError as refusal:
            add_refusal(form, refusal, self.beside)
            return self.form_invalid(form)
        typed = form.data.copy()
        typed["seen"] = form.mark
        form.data = typed
        return self.render_to_response(self.get_context_data(form=form, changes=rows, is_check=True))

    def _before_and_after(self, form):
        """The rows of what differs. The change itself is tried, so that a refusal comes now, and taken back."""
        before = differences.facts(self.registration)
        with self.door():
            changed = bookings.change(registration=self.registration, by=self.request.user, **form.changes)
            after = differences.facts(changed)
            transaction.set_rollback(True)
        return differences.between(before, after, get_language())

    def act(self, form):
        bookings.change(registration=self.registration, by=self.request.user, **form.changes)
        return _("Changed. %(name)s will be told what is different.") % {"name": self.registration.name}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("Kept in the history and in the access log. Nothing about their health."),
        error_messages={"required": gettext_lazy("Enter why they get a place beyond the number.")},
    )


class PlaceBeyond(RegistrationScreen, VerbView):
    form_class = ReasonForm
    page_title = gettext_lazy("Place beyond the number")
    submit_label = gettext_lazy("Give the place")

    def get_explanation(self):
        return [
            _("They get a place although none is free, and are told. Nobody else loses theirs."),
            _("Until as many places come free, nobody else is offered one."),
        ]

    def act(self, form):
        bookings.place_beyond(registration=self.registration, by=self.request.user, reason=form.cleaned_data["reason"])
        return _("%(name)s has a place now.") % {"name": self.registration.name}


class Agree(RegistrationScreen, VerbView):
    """What somebody declares and agrees to who does not use the web."""

    form_class = AgreementForm
    page_title = gettext_lazy("Interests and confidentiality")

    def get_explanation(self):
        return [_("Read this out to them:"), *agreements.AGREEMENT, agreements.STATEMENT]

    def act(self, form):
        typed = form.cleaned_data
        agreements.agree(
            registration=self.registration,
            interests=typed["interests"],
            by=self.request.user,
            method=typed["method"],
        )
        return _("Noted: %(name)s has agreed.") % {"name": self.registration.name}


class Wish(RegistrationScreen, Button):
    def act(self):
        mode = self.kwargs["mode"]
        if mode not in Mode.values:
            raise Http404
        wished = bookings.wish(registration=self.registration, mode=mode, by=self.request.user)
        words = {"name": wished.name, "way": Mode(mode).label.lower()}
        if wished.mode == mode:
            return _("%(name)s comes %(way)s now.") % words
        return _("%(name)s waits to come %(way)s, and keeps the place until then.") % words


class Unwish(RegistrationScreen, Button):
    def act(self):
        kept = bookings.unwish(registration=self.registration, by=self.request.user)
        return _("%(name)s no longer waits for the other way to come.") % {"name": kept.name}


class SecondPerson(RegistrationScreen, Button):
    def act(self):
        kept = bookings.confirm_second_person(registration=self.registration, by=self.request.user)
        return _("Noted: %(name)s is a second person.") % {"name": kept.name}

"""
Saving what is half typed, and coming back to it on any device: by a link, or by a code that somebody writes down.

The link goes to an address that is not kept. Whoever has the link or the code has the answers, as with a sheet of
paper.
"""

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import drafts, fields, forms, limits, views
from content.journeys import Journey
from content.models import Draft

SAVED = "saved"  # the page after the answers were saved
SENDS = (300, 3600)  # messages that one network address may have sent, in so many seconds: a ward stands behind it
TRIES = (100, 300)  # codes that one may try: there are 2 to the power of 49


class AddressForm(forms.QuestionForm):
    email = forms.Email(label=_("Email address"), missing=_("Enter the email address that the link shall go to"))


class CodeForm(forms.QuestionForm):
    code = forms.Text(
        label=_("What is your code?"),
        help_text=_("It has 10 letters and numbers, and was shown when you saved your answers."),
        missing=_("Enter the code that you wrote down"),
        max_length=30,
        width=20,
    )


class SavedJourney(Journey):
    """A journey with a second button on each page of questions, "Save and come back later"."""

    may_be_saved = True
    saved_template = "forms/saved.html"

    def kept_until(self):
        """Until when answers that are saved now are kept (aware)."""
        return timezone.now() + Draft.SAVED_FOR

    def send_link(self, draft, email):
        """Put the message in the outbox that leads back to a saved draft."""
        raise NotImplementedError

    def code_page(self):
        """The address, with host, of the page on which a code is entered."""
        raise NotImplementedError

    def come_back(self, draft):
        """The response that gives a device the draft, and leads to the first question that is open."""
        return self._to_first_open(draft, self._trail(draft))

    def _take(self, draft, trail, stop):
        return self._lay_aside(draft, stop) if "save" in self.request.POST else super()._take(draft, trail, stop)

    def _lay_aside(self, draft, stop):
        """Keep what was typed on the page, whatever is wrong with it; a page on which nothing was is as it was."""
        form = self._build(stop.step, stop.answers, self.request.POST)
        is_empty = not any(any(values) for values in fields.typed(form).values())
        typed = None if is_empty else self.said(form, draft)
        if not drafts.keep(draft=draft, step=self.slug, typed=typed, until=self.kept_until()):
            return self._gone(draft.key)
        # Only this device knows it as long: whoever comes back on another may share it.
        lives = draft.expires_at - timezone.now()
        return self._remember(redirect(self.address(SAVED, draft.key)), draft.key, lives)

    def elsewhere(self, draft, trail):
        if self.slug == SAVED and draft.code:
            return self._saved_page(draft, trail)
        return super().elsewhere(draft, trail)

    def _saved_page(self, draft, trail):
        form = AddressForm(self.request.POST if self.request.method == "POST" else None)
        if form.is_valid():
            most, seconds = SENDS
            if not limits.is_within(self.request, purpose="saved", most=most, seconds=seconds):
                return views.too_many(self.request)
            self.send_link(draft, form.cleaned_data["email"])
            return redirect(self.address(SAVED, draft.key, sent="yes"))
        go_on = self.address(trail.stops[-1].step.slug, draft.key)
        return self._render(self.saved_template, form=form, draft=draft, go_on=go_on, code_page=self.code_page())

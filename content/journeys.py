"""
Question pages: one after the other, check your answers, send, confirmation. They rest on `content.models.Draft`.

    class Booking(Journey):
        name = "book"

        def load(self, public_id): self.date = get_object_or_404(EventDate, public_id=public_id)
        def get_steps(self): return [Step("who", "", WhoForm), Step("reach", _("How can we reach you?"), ReachForm)]
        def refusal(self): return self.refuse(_("This date is full"), [...]) if self.date.is_full else None
        def outcome_for(self, key): return Registration.objects.filter(key=key).first()
        def finish(self, draft, answers):
            with transaction.atomic():
                bookings.book(key=draft.key, **answers)
                drafts.discard(draft=draft)
            return self.done(draft.key)

    urlpatterns = Booking.paths("book/<slug:public_id>/")

The key of a draft is a secret and never in an address. It travels in the form, and in a cookie for pages that are
reached by a link, in any language. The cookie is named for its draft, and the address repeats that name (`?draft=`), so
that two people on one device, or one person with two tabs, never meet each other's answers.
"""

from dataclasses import replace
from functools import cached_property

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views import View

from content import drafts, fields, limits, views
from content.ids import keyed_hash
from content.models import Draft
from content.trails import Step, Trail

__all__ = ["Journey", "Step"]

CHECK, DONE = "check", "done"  # the last two pages of every journey


class Journey(View):
    name = ""  # the first part of its address and of `Draft.purpose`
    notice = ""  # stands above every page
    title = ""  # what the journey is about: in the page's title, and above each question
    check_title = _("Check your answers")
    button = _("Confirm and send")
    check_template = "forms/check.html"
    confirmation_template = "forms/confirmation.html"
    # How many drafts one network address may start, in how many seconds. A whole ward, library or mobile network stands
    # behind one address, so this is five times the 60 people whom we expect at once. Only starting counts: whoever has
    # a draft meets no limit on any later page.
    starts = (300, 300)
    beside = ()  # names of hidden fields whose values are kept with a page, the first ones where it is sent again
    stamp = ""  # what stands in the hidden field `stamp`
    may_be_saved = False  # whether people may leave it and come back on any device: see `content.saving`

    # --- What a journey says

    def load(self, **kwargs):
        """Load the subject that the address names, or raise Http404. The arguments are those of the address."""

    def get_steps(self):
        """The steps, in order."""
        raise NotImplementedError

    def get_form_kwargs(self, step, answers):
        """More arguments for the form of a step, such as choices that hang on earlier answers."""
        return {}

    def refusal(self):
        """The response that says why nobody can go this way now (see `refuse`), or None."""

    def finish(self, draft, answers):
        """
        Do what the journey is for, once for `draft.key`, and return a response: `self.done(draft.key)`.

        The same key again changes nothing. What was done and `drafts.discard` stand in one transaction, so that nobody
        finds the one without the other. A refusal leaves the draft.
        """
        raise NotImplementedError

    def outcome_for(self, key):
        """What `finish` made under this key, or None. It answers whoever comes back when the draft is gone."""

    def get_check_context(self, answers):
        """More context for the page on which the answers are checked."""
        return {}

    def get_confirmation_context(self, outcome):
        """More context for the confirmation page, which has `outcome`."""
        return {}

    def gone(self):
        """The response for a draft that was sent or has expired, where no outcome is known."""
        return self._render("forms/expired.html", status=410)

    turns_aside = False  # whether another button was pressed than the page's own; then `turn_aside` answers it

    def turn_aside(self, draft, trail, stop):
        """Answer that button on the page of `stop`; None is the page of answers to check, or one not reached."""
        raise NotImplementedError

    def back_address(self):
        """Where the first question leads back to; None leaves the link out."""

    # --- Addresses

    @classmethod
    def paths(cls, route):
        """The two addresses of a journey, named `<name>` (which leads to the first step) and `<name>_step`."""
        view = cls.as_view()
        return [path(route, view, name=cls.name), path(f"{route}<slug:step>/", view, name=f"{cls.name}_step")]

    def address(self, step, key="", **query):
        """The address of one of its pages, for the draft with that key."""
        where = reverse(f"{self.name}_step", kwargs={**self.subject, "step": step})
        query = {"draft": _tag(key), **query} if key else query
        return f"{where}?{urlencode(query)}" if query else where

    @cached_property
    def start_address(self):
        return reverse(self.name, kwargs=self.subject)

    @property
    def purpose(self):
        """Binds a draft to this journey and its subject."""
        return ":".join([self.name, *map(str, self.subject.values())])

    # --- The way through

    def setup(self, request, *args, step="", **kwargs):
        super().setup(request, *args, **kwargs)
        self.slug, self.subject = step, kwargs
        self.load(**kwargs)

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    @property
    def held_key(self):
        """The key of the draft that the address names, where this browser holds it; else ""."""
        tag = self.request.GET.get("draft", "")
        return self.request.COOKIES.get(_cookie(tag), "") if tag else ""

    def get(self, request):
        key = self.held_key
        draft = drafts.find(key=key, purpose=self.purpose)
        if request.GET.get("draft") and draft is None:
            return self._gone(key)
        if refusal := self.refusal():
            return refusal
        draft = draft or self.new_draft()
        trail = self._trail(draft)
        if self.slug == CHECK and trail.is_complete:
            return self._check_page(draft, trail)
        stop = trail.stop(self.slug)
        return self._question_page(draft, trail, stop) if stop else self.elsewhere(draft, trail)

    def post(self, request):
        if request.POST.get("website") and (refusal := self.trapped()):
            return refusal
        key = request.POST.get("draft", "")
        draft = drafts.find(key=key, purpose=self.purpose)
        if key and draft is None:
            return self._gone(key)
        if self.slug == CHECK and draft and not self.turns_aside and (trail := self._trail(draft)).is_complete:
            return self.finish(draft, trail.answers)  # which alone can refuse: what holds now, it asks under its lock
        if refusal := self.refusal():
            return refusal
        if draft is None and not self._may_start():
            return views.too_many(request)
        draft = draft or self.new_draft()
        trail = self._trail(draft)
        stop = trail.stop(self.slug)
        if self.turns_aside:
            return self.turn_aside(draft, trail, stop)
        return self._take(draft, trail, stop) if stop else self.elsewhere(draft, trail)

    def new_draft(self):
        """What the first answer will be kept in."""
        return Draft(key="", purpose=self.purpose)

    def _trail(self, draft):
        return Trail(self.get_steps(), draft.answers, self._build)

    def _build(self, step, answers, data):
        return step.form_class(data, **self.get_form_kwargs(step, answers))

    def _may_start(self):
        most, seconds = self.starts
        return limits.is_within(self.request, purpose=self.name, most=most, seconds=seconds)

    def _take(self, draft, trail, stop):
        """Keep what was typed on a page and go on; or show the page again with what is wrong."""
        form = self._build(stop.step, stop.answers, self.request.POST)
        if not form.is_valid():
            return self._question_page(draft, trail, replace(stop, form=form))
        if not drafts.keep(draft=draft, step=self.slug, typed=self.said(form, draft)):
            return self._gone(draft.key)
        trail = self._trail(draft)
        if self._is_change:
            return self._to_first_open(draft, trail)
        return self._remember(redirect(self.address(trail.after(self.slug) or CHECK, draft.key)), draft.key)

    def said(self, form, draft):
        """What was typed into the form of this page, as it is kept in the draft."""
        before = draft.answers.get(self.slug, {})
        hidden = {name: [value] for name in self.beside if (value := self.request.POST.get(name))}
        return hidden | fields.typed(form, before)

    @property
    def _is_change(self):
        """Whether the page was opened by a link "Change", and so leads back to the answers."""
        return "change" in self.request.GET

    def elsewhere(self, draft, trail):
        """The response at an address that is no page which was reached."""
        return self._to_first_open(draft, trail)

    def _to_first_open(self, draft, trail):
        slug = CHECK if trail.is_complete else trail.stops[-1].step.slug
        query = {"change": "yes"} if self._is_change and slug != CHECK else {}
        response = redirect(self.address(slug, draft.key, **query))
        return self._remember(response, draft.key) if draft.key else response

    def done(self, key):
        """The redirect to the confirmation, which can be reloaded and printed while its cookie lives."""
        return self._remember(redirect(self.address(DONE, key)), key)

    def _remember(self, response, key, lives=Draft.LIFETIME):
        """Give the browser the key for the pages of this journey in every language, for as long as `lives` says."""
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                response.set_cookie(
                    _cookie(_tag(key)),
                    key,
                    max_age=lives,
                    path=reverse(self.name, kwargs=self.subject),
                    secure=settings.SESSION_COOKIE_SECURE,
                    httponly=True,
                    samesite="Lax",
                )
        return response

    # --- Pages

    def _render(self, template, *, status=200, **context):
        return render(self.request, template, {"journey": self, **context}, status=status)

    def _question_page(self, draft, trail, stop):
        before = CHECK if self._is_change else trail.before(self.slug)
        back = self.address(before, draft.key) if before else self.back_address()
        return self._render(stop.step.template, stop=stop, form=stop.form, draft=draft, back=back)

    def _check_page(self, draft, trail):
        back = self.address(trail.stops[-1].step.slug, draft.key)
        more = self.get_check_context(trail.answers)
        return self._render(self.check_template, rows=self.check_rows(draft, trail), draft=draft, back=back, **more)

    def check_rows(self, draft, trail):
        """The rows of the summary list: each question with its answer and a link to change it."""
        return [
            fields.summary_row(bound, change=self.address(stop.step.slug, draft.key, change="yes"))
            for stop in trail.stops
            if stop.step.is_sent
            for bound in stop.form.visible_fields()
            if not fields.goes_without_saying(bound)
        ]

    def _gone(self, key):
        """The draft is no longer there: its outcome where it was sent, otherwise a page that says that it expired."""
        outcome = self.outcome_for(key) if key else None
        if outcome is None:
            return self.gone()
        if self.slug != DONE:
            return self.done(key)
        return self._render(self.confirmation_template, outcome=outcome, **self.get_confirmation_context(outcome))

    def refuse(self, heading, sentences, *, status=409):
        """A page in plain words that says why this cannot be done, and how to reach somebody."""
        return self._render("forms/refused.html", status=status, heading=heading, sentences=sentences)

    def trapped(self):
        """The response to a field that only a machine fills in; None to go on."""
        return self.refuse(
            _("We could not take your answers"),
            [
                _("A field that people cannot see was filled in. Software in a browser sometimes does that."),
                _("Go back and send the page again without it, or contact us."),
            ],
            status=400,
        )


def _tag(key):
    """The name of a draft in an address: it says nothing of the key."""
    return keyed_hash(key, purpose="draft")[:8]


def _cookie(tag):
    """One for each language, since each has its own path and a response sets one cookie of a name."""
    return f"draft-{tag}-{translation.get_language()}"

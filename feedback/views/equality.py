"""
The equality questions, between the answers to a form and their confirmation.

What is chosen stays in the browser, sealed in a cookie, until the last page sends it: a row of what is half typed would
have its time and its place beside the answers that were sent just before (docs/decisions/0046).
"""

import json
from functools import partial

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts import encryption
from content import drafts, fields, question_pages
from content.journeys import DONE, Step
from content.models import Draft
from content.readings import as_typed
from content.trails import Trail
from feedback import equality, equality_questions, responding
from feedback.forms import YES, WantForm
from feedback.views.answering import Answering

SENT = "sent"  # in place of the answers, once they were sent or left out


@method_decorator(never_cache, name="dispatch")
class EqualityView(View):
    def setup(self, request, *args, public_id, step, **kwargs):
        super().setup(request, *args, **kwargs)
        self.slug, self.journey = step, Answering()
        self.journey.setup(request, public_id=public_id)
        self.journey.may_be_saved = False  # what is sealed in a cookie cannot be come back to on another device
        self.journey.presentations = []  # these questions are asked in the standard one only, and in each language
        self.survey, self.key = self.journey.survey, self.journey.held_key

    def dispatch(self, request, *args, **kwargs):
        if not self.survey.asks_equality or responding.response_of(self.key) is None:
            return self.journey.gone()
        typed = self.opened()
        if typed == SENT:
            return redirect(self.confirmation)
        self.typed = typed
        return super().dispatch(request)

    def get(self, request):
        stop = self.trail.stop(self.slug)
        if stop is None:
            return redirect(self.address(self.trail.stops[-1].step.slug))
        return self.show(as_typed(stop, self.typed, self.build))

    def post(self, request):
        stop = self.trail.stop(self.slug)
        if stop is None:
            return redirect(self.address(self.trail.stops[-1].step.slug))
        form = self.build(stop.step, stop.answers, request.POST)
        if self.journey.turns_aside:
            return self.turn_aside(form)
        if not form.is_valid():
            return self.show(stop, form)
        self.typed[self.slug] = fields.typed(form, self.typed.get(self.slug))
        self.typed.pop(drafts.unsent(self.slug), None)
        trail = self.trail
        if trail.answers.get("want") != YES:
            return self.sealed(redirect(self.confirmation), SENT)
        if next_step := trail.after(self.slug):
            return self.sealed(redirect(self.address(next_step)), self.typed)
        equality.keep(survey=self.survey, answers=trail.answers, key=self.key)
        return self.sealed(redirect(self.confirmation), SENT)

    def turn_aside(self, form):
        """Show the same page in the language that was chosen, as it is typed: see `content.readings`."""
        self.typed[drafts.unsent(self.slug)] = fields.typed(form)
        with translation.override(self.journey.chosen_language):
            address = self.address(self.slug)
        return self.sealed(redirect(address), self.typed)

    # --- The questions

    @property
    def trail(self):
        words, pages = equality_questions.words(), question_pages.pages(equality_questions.DEFINITION)
        steps = [Step(each.step, "", partial(each.form, words), partial(self.applies, each)) for each in pages]
        return Trail([Step("ask", "", WantForm), *steps], self.typed, self.build)

    def applies(self, page, answers):
        return answers.get("want") == YES and page.applies(answers)

    def build(self, step, answers, data):
        return step.form_class(data) if step.form_class is WantForm else step.form_class(data, answers=answers)

    def show(self, stop, form=None):
        before = self.trail.before(self.slug)
        context = {"journey": self.journey, "stop": stop, "form": form or stop.form, "draft": None}
        back = {"back": self.address(before) if before else None}
        sent = {"sent": self.journey.outcome_for(self.key)}  # whoever stops here has seen their four words
        return render(self.request, "feedback/equality.html", context | back | sent)

    # --- Where they are and what was chosen

    def address(self, step):
        return self.journey.equality_address(self.key, step)

    @property
    def confirmation(self):
        return self.journey.address(DONE, self.key)

    @property
    def cookie(self):
        return f"equality-{self.survey.public_id}-{translation.get_language()}"

    def opened(self):
        """What was chosen on earlier pages by whoever holds this key, {step: {name: [values]}}, or SENT."""
        try:
            key, typed = json.loads(encryption.decrypt(self.request.COOKIES.get(self.cookie, "")))
        except (InvalidToken, ValueError):
            return {}
        return typed if key == self.key else {}

    def sealed(self, response, typed):
        """The response with what was chosen, for the pages in every language."""
        value = encryption.encrypt(json.dumps([self.key, typed]))
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                response.set_cookie(
                    self.cookie,
                    value,
                    max_age=Draft.LIFETIME,
                    path=reverse("equality", args=[self.survey.public_id, "ask"]).removesuffix("ask/"),
                    secure=settings.SESSION_COOKIE_SECURE,
                    httponly=True,
                    samesite="Lax",
                )
        return response

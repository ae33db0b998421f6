"""How far somebody has come on a journey: every page that applies to them, with its form and what was typed there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.datastructures import MultiValueDict

from content import fields


def _always(answers):
    return True


def _none(answers):
    return ""


@dataclass(frozen=True)
class Step:
    """
    One page of questions.

    Without a `title` the label of its only question is the page's heading. `form_class` is called with the data and
    what `Journey.get_form_kwargs` adds; `applies` is asked with the answers so far. No two steps share the name of a
    field. `caption` (asked with the answers so far) stands above the heading in place of the journey's title, such as
    "Section 2 of 4". What is not `is_sent` decides the way only, so it is not among the answers that are checked.
    """

    slug: str
    title: str
    form_class: Callable[..., Any]
    applies: Callable[[dict], bool] = _always
    template: str = "forms/question.html"
    caption: Callable[[dict], str] = _none
    is_sent: bool = True


@dataclass(frozen=True)
class Stop:
    """A step that was reached: its form (with what was typed, if anything was) and the answers of earlier steps."""

    step: Step
    form: Any
    answers: dict

    @property
    def caption(self):
        return self.step.caption(self.answers)

    @property
    def heading(self):
        """The title of the step, or its only question."""
        if self.step.title:
            return self.step.title
        if self.form.heading_field is None:
            raise ImproperlyConfigured(f"The step {self.step.slug} asks several questions, so it needs a title.")
        return fields.question(self.form.heading_field)


def _asks_more(form, typed):
    """Whether a form has a field that was not there when its page was sent."""
    return not typed.keys() >= {*fields.names(form)}


class Trail:
    """
    The stops up to the first step that is not answered, or all of them.

    `typed` is `Draft.answers`: {slug: {name: [values]}}. It is checked anew each time, so `answers` never holds what a
    form would refuse now. A page that asks something which it did not ask before is open again. Steps that no longer
    apply are passed over, and so are their answers.
    """

    def __init__(self, steps, typed, build):
        self.stops, self.answers, self.is_complete = [], {}, True
        for step in steps:
            if not step.applies(self.answers):
                continue
            data = MultiValueDict(typed[step.slug]) if step.slug in typed else None
            form = build(step, self.answers, data)
            self.stops.append(Stop(step, form, dict(self.answers)))
            if not form.is_valid() or _asks_more(form, typed[step.slug]):  # nor is a form without data valid
                self.is_complete = False
                break
            self._take(step, form.cleaned_data)

    def _take(self, step, cleaned):
        if twice := self.answers.keys() & cleaned.keys():
            raise ImproperlyConfigured(f"The step {step.slug} repeats the fields {', '.join(sorted(twice))}.")
        self.answers |= cleaned

    def stop(self, slug):
        """The stop at a step; None when that step was not reached or does not apply."""
        return next((stop for stop in self.stops if stop.step.slug == slug), None)

    def before(self, slug):
        """The slug of the stop before a step; None at the first."""
        return self._beside(slug, -1)

    def after(self, slug):
        """The slug of the stop after a step; None at the last."""
        return self._beside(slug, +1)

    def _beside(self, slug, distance):
        slugs = [stop.step.slug for stop in self.stops]
        position = slugs.index(slug) + distance
        return slugs[position] if 0 <= position < len(slugs) else None

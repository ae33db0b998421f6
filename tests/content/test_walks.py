"""Whoever goes through any questions, back and forth and changing their mind, ends with what they were asked."""

from random import Random

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import fields, question_pages, routes
from content.blocks import QuestionsBlock
from content.blocks.questions import definition_of
from content.questions import TYPES, every, shown_items, verdict
from content.trails import Step, Trail
from home.demo import forms, reading
from tests import strategies

patient = settings(max_examples=strategies.EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
walks = st.randoms(use_true_random=False)
MOST_PAGES = 60


class Walker:
    """
    Somebody on the pages of a definition. `latest` is what they answered last to each question.

    `says` are answers that are not left to chance.
    """

    def __init__(self, definition, chance, says=None):
        self.definition, self.chance, self.says = definition, chance, says or {}
        self.pages = {page.step: page for page in question_pages.pages(definition)}
        self.typed, self.latest = {}, {}

    def trail(self):
        steps = [Step(page.step, "A page", page.form, page.applies) for page in self.pages.values()]
        return Trail(steps, self.typed, lambda step, answers, data: step.form_class({}, data, answers=answers))

    def answer(self, stop):
        """Answer every question of a page; what it asked before and asks no more stays."""
        said = {}
        for question in self.pages[stop.step.slug].asked(stop.answers):
            id = question["id"]
            answer = self.says[id] if id in self.says else strategies.given(question, self.chance)
            self.latest[id] = answer
            said |= strategies.typed(question, answer)
        form = stop.step.form_class({}, MultiValueDict(said), answers=stop.answers)
        assert form.errors == {}
        self.typed[stop.step.slug] = fields.typed(form, self.typed.get(stop.step.slug))

    def walk(self):
        """Mostly forwards, at times back to some page, until nothing is open; returns the answers."""
        for _each in range(MOST_PAGES):
            trail = self.trail()
            if trail.is_complete and self.chance.random() < 0.4:
                return trail.answers
            self.answer(self.chance.choice(trail.stops) if self.chance.random() < 0.3 else trail.stops[-1])
        while not (trail := self.trail()).is_complete:
            self.answer(trail.stops[-1])
        return trail.answers


@patient
@given(strategies.definitions(), walks)
def test_what_is_stored_is_what_was_asked_and_answered(definition, chance):
    if not any(every(definition)):
        return
    walker = Walker(definition, chance)
    answers = walker.walk()
    expected = {
        question["id"]: walker.latest[question["id"]]
        for question in every(definition)
        if strategies.is_asked(definition, question["id"], walker.latest)
        and walker.latest.get(question["id"]) is not None
    }
    found = verdict(definition, answers)
    assert found.answered == expected
    assert {*found.answered, *found.skipped} <= walker.latest.keys()  # nothing counts as left out that was never asked


@patient
@given(strategies.definitions(), walks)
def test_each_question_is_answered_or_skipped_or_hidden(definition, chance):
    answers = {question["id"]: strategies.given(question, chance) for question in every(definition)}
    found = verdict(definition, answers)
    parts = [*found.answered, *found.skipped, *found.hidden]
    assert sorted(parts) == sorted(question["id"] for question in every(definition))
    assert found.hidden == [
        question["id"] for question in every(definition) if not strategies.is_asked(definition, question["id"], answers)
    ]


@patient
@given(strategies.definitions(), walks)
def test_every_walk_is_on_a_path_that_the_editor_is_told_of(definition, chance):
    if not any(every(definition)):
        return
    ways = routes._Ways(definition)
    items = shown_items(definition, Walker(definition, chance).walk())
    assert not ways.is_complete or tuple(item["id"] for item in items if not item.get("follows")) in ways.found


@patient
@given(strategies.definitions())
def test_what_no_answers_reach_is_never_shown(definition):
    unreached = routes.unreached(definition)
    for answers in routes._Ways(definition).found.values():
        shown = {item["id"] for item in shown_items(definition, answers)}
        assert unreached.isdisjoint(shown | {id.partition(".")[0] for id in shown})


@patient
@given(strategies.definitions(), walks)
def test_a_definition_that_nobody_understands_any_more_is_still_walked(definition, chance):
    """An unknown type asks nothing, an unknown test is never met."""
    for item in definition:
        if chance.random() < 0.3:
            item["type"] = "unknown"
        for test in [test for group in item.get("when", []) for test in group["tests"]]:
            if chance.random() < 0.3:
                test["test"] = "unknown"
    found = verdict(definition, {})
    assert set(found.skipped + found.hidden) == {each["id"] for each in every(definition) if each["type"] in TYPES}


def stream(entry):
    """The questions of a form of the demonstration, each with an id."""
    block = QuestionsBlock()
    raw = block.to_python([forms._block(question) for question in entry["question"]])
    return block.clean(block.to_python(raw.get_prep_value()))


@pytest.mark.parametrize("entry", reading.entries("forms"), ids=lambda entry: entry["slug"])
def test_every_way_through_the_forms_of_the_demonstration_can_be_completed(entry):
    definition = definition_of(stream(entry))
    ways = routes._Ways(definition)
    assert ways.is_complete
    for shown, answers in ways.found.items():
        says = {question["id"]: answers.get(question["id"]) for question in ways.deciding}
        items = shown_items(definition, Walker(definition, Random(entry["slug"]), says).walk())  # noqa: S311
        assert tuple(item["id"] for item in items if not item.get("follows")) == shown


def test_a_form_of_the_demonstration_has_a_section_for_some():
    (entry,) = (entry for entry in reading.entries("forms") if entry["slug"] == "waiting-in-urgent-care")
    assert len(routes._Ways(definition_of(stream(entry))).found) == 2

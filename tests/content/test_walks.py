"""Whoever goes through any questions, back and forth and changing their mind, ends with what they were asked."""

from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import fields, question_pages, routes
from content.questions import TYPES, every, shown_items, verdict
from content.trails import Step, Trail
from tests import strategies

patient = settings(max_examples=strategies.EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
walks = st.randoms(use_true_random=False)
MOST_PAGES = 60


class Walker:
    """Somebody on the pages of a definition. `latest` is what they answered last to each question."""

    def __init__(self, definition, chance):
        self.definition, self.chance = definition, chance
        self.pages = {page.step: page for page in question_pages.pages(definition)}
        self.typed, self.latest = {}, {}

    def trail(self):
        steps = [Step(page.step, "A page", page.form, page.applies) for page in self.pages.values()]
        return Trail(steps, self.typed, lambda step, answers, data: step.form_class({}, data, answers=answers))

    def answer(self, stop):
        """Answer every question of a page; what it asked before and asks no more stays."""
        said = {}
        for question in self.pages[stop.step.slug].asked(stop.answers):
            self.latest[question["id"]] = answer = strategies.given(question, self.chance)
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

import pytest
from django.core.exceptions import ImproperlyConfigured

from content import forms
from content.trails import Step, Trail


class NameForm(forms.QuestionForm):
    name = forms.Text(label="What is your name?", missing="Enter your name")


class MoodForm(forms.QuestionForm):
    mood = forms.Text(label="How do you feel?", required=False)


class TwoForm(forms.QuestionForm):
    first = forms.Text(label="First", required=False)
    second = forms.Text(label="Second", required=False)


NAME, MOOD = Step("name", "", NameForm), Step("mood", "", MoodForm)


def trail(*steps, **typed):
    return Trail(steps, typed, lambda step, answers, data: step.form_class(data))


def test_a_trail_ends_at_the_first_question_that_is_open():
    begun = trail(NAME, MOOD)
    assert ([stop.step.slug for stop in begun.stops], begun.is_complete, begun.answers) == (["name"], False, {})
    further = trail(NAME, MOOD, name={"name": ["Amina"]})
    assert ([stop.step.slug for stop in further.stops], further.is_complete) == (["name", "mood"], False)
    whole = trail(NAME, MOOD, name={"name": ["Amina"]}, mood={"mood": [""]})
    assert (whole.is_complete, whole.answers) == (True, {"name": "Amina", "mood": ""})
    assert [stop.answers for stop in whole.stops] == [{}, {"name": "Amina"}]


def test_an_answer_that_is_no_longer_allowed_opens_its_question_again():
    begun = trail(NAME, MOOD, name={"name": [""]}, mood={"mood": ["Well"]})
    assert ([stop.step.slug for stop in begun.stops], begun.is_complete) == (["name"], False)
    assert begun.stop("name").form.errors == {"name": ["Enter your name"]}


def test_a_step_that_does_not_apply_is_passed_over():
    passed = Step("mood", "", MoodForm, applies=lambda answers: answers["name"] != "Amina")
    whole = trail(NAME, passed, name={"name": ["Amina"]}, mood={"mood": ["Well"]})
    assert (whole.is_complete, whole.answers, whole.stop("mood")) == (True, {"name": "Amina"}, None)


def test_the_stops_know_their_neighbours():
    whole = trail(NAME, MOOD, name={"name": ["Amina"]}, mood={"mood": [""]})
    assert (whole.before("name"), whole.before("mood")) == (None, "name")
    assert (whole.after("name"), whole.after("mood")) == ("mood", None)


def test_the_heading_is_the_title_or_the_only_question_as_it_is_asked():
    headings = [stop.heading for stop in trail(NAME, MOOD, name={"name": ["Amina"]}).stops]
    assert headings == ["What is your name?", "How do you feel? (optional)"]
    assert trail(Step("name", "About you", NameForm)).stops[0].heading == "About you"


def test_several_questions_need_a_title():
    with pytest.raises(ImproperlyConfigured, match="two"):
        trail(Step("two", "", TwoForm)).stops[0].heading  # noqa: B018


def test_two_steps_with_the_same_field_are_a_mistake():
    with pytest.raises(ImproperlyConfigured, match="again"):
        trail(NAME, Step("again", "", NameForm), name={"name": ["Amina"]}, again={"name": ["Bela"]})

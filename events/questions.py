"""
The questions that an event asks everybody who books: in the journey, with the registration, and for officers.

They are asked by the page in the main language; an event without questions costs no query. What is answered in people's
own words stands with the registration as well, since here it is told by somebody whom we know, for this event only.
"""

from functools import partial

from django.utils.translation import get_language

from content import question_pages, question_sets
from content.journeys import Step
from content.models import QuestionSet, in_this_language
from content.questions import TYPES, answered, ask, every, hangs_on, shown

SLUG = "question-"
CHOSEN = "."  # between the ids of a question and of its option


def freeze(sender, instance, **kwargs):
    """Receiver of Wagtail's `page_published`: this is asked from now on. Booking freezes too, should this fail."""
    if instance.original.questions:
        question_sets.current(instance)


def current(page):
    """The QuestionSet of an event's page (in the main language), or None where it asks nothing."""
    return question_sets.current(in_this_language(page)) if page.questions else None


def words_of(question_set):
    """The words of a question set in the active language."""
    return question_sets.words(question_set, get_language())


def steps(question_set, applies=lambda answers: True):
    """The steps of a journey that ask the questions of a set, which may be None, of those to whom it `applies`."""
    if question_set is None:
        return []
    words = words_of(question_set)
    return [
        Step(_slug(page), page.title(words), partial(page.form, words), _both(applies, page.applies))
        for page in question_pages.pages(question_set.definition)
    ]


def _slug(page):
    return f"{SLUG}{page.step}"


def _both(first, second):
    return lambda answers: first(answers) and second(answers)


def step_of(question_set, id, answers):
    """The slug of the step that asks a question; where it is not asked any more, of the one that decides that."""
    pages = question_pages.pages(question_set.definition)
    asked = {question["id"]: _slug(page) for page in pages for question in page.asked(answers)}
    hidden = {question["id"]: question for question in every(question_set.definition)}
    while id not in asked:
        id = hangs_on(hidden[id])[0]
    return asked[id]


def to_keep(question_set, answers):
    """What a registration keeps of the answers of a booking: those to the questions that were shown."""
    return answered(question_set.definition, answers) if question_set else {}


def fields(question_set):
    """
    A form field for every question of a set (which may be None), for an officer who asks them on the telephone.

    All stand on one page, also those that not everybody is asked: so none is required, and `unanswered` says what is.
    """
    if question_set is None:
        return {}
    words = words_of(question_set)
    return {question["id"]: ask(question | {"optional": True}, words) for question in every(question_set.definition)}


def unanswered(question_set, answers):
    """The ids of questions that a person with these answers is asked, must answer, and did not."""
    asked = shown(question_set.definition, answers) if question_set else []
    given = to_keep(question_set, answers)
    return [question["id"] for question in asked if not question["optional"] and question["id"] not in given]


def said(registration):
    """Pairs of a question and what somebody answered, in words."""
    return list(by_id(registration.question_set, registration.answers).values())


def by_id(question_set, answers):
    """The same by the id of the question, for answers to a set, which may be None."""
    if question_set is None:
        return {}
    words = words_of(question_set)
    return {
        question["id"]: (words.get(question["id"], ""), in_words(question, words, answers[question["id"]]))
        for question in every(question_set.definition)
        if question["id"] in answers
    }


def differences(before, after):
    """The id of each question whose answer differs, its words, what was answered and what is. Both are a `by_id`."""
    nothing = ("", "")
    for id in before | after:
        (asked, was), (asked_now, now) = before.get(id, nothing), after.get(id, nothing)
        if was != now:
            yield id, asked or asked_now, was, now


def in_words(question, words, answer):
    """One answer in the words that people chose or typed."""
    return TYPES[question["type"]].said(question, words, answer)


def choices(registrations):
    """What was chosen or could be, for a filter of registrations: pairs of a question and pairs of value and words."""
    groups = {}
    for question_set in QuestionSet.objects.filter(registrations__in=registrations.order_by()).distinct():
        words = words_of(question_set)
        for question in every(question_set.definition):
            options = {
                f"{question['id']}{CHOSEN}{option['id']}": words.get(f"{question['id']}.{option['id']}", "")
                for option in question.get("options", [])
            }
            if options:
                groups.setdefault(words.get(question["id"], ""), {}).update(options)
    return [(question, list(options.items())) for question, options in groups.items()]


def who_chose(value, registrations):
    """The ids of those among registrations who chose what a `value` of `choices` says."""
    question, _between, option = value.partition(CHOSEN)
    return [
        pk
        for pk, answers in registrations.order_by().values_list("pk", "answers")
        if option in _chosen(answers.get(question))
    ]


def _chosen(answer):
    """The ids of options in an answer; what else stands in one is no id."""
    return answer if isinstance(answer, list) else [answer]


class Columns:
    """
    The columns of an export for the questions of a page: one for each that was ever asked, headed by its short name.

    They come from the questions alone, so that they are the same whoever answered. What is in them are words.
    """

    def __init__(self, page):
        sets = QuestionSet.objects.filter(page=page).order_by("-version")
        self.asked = {each.pk: {question["id"]: question for question in every(each.definition)} for each in sets}
        self.words = {each.pk: words_of(each) for each in sets}
        self.names = {}  # id -> short name, as the latest questions have it
        for asked in self.asked.values():
            self.names |= {id: each["short_name"] for id, each in asked.items() if id not in self.names}

    @property
    def header(self):
        return list(self.names.values())

    def row(self, registration):
        """The answers of one registration in words, "" where nothing was answered."""
        asked, words = self.asked.get(registration.question_set_id, {}), self.words.get(registration.question_set_id)
        answers = registration.answers
        return [
            "; ".join(in_words(asked[id], words, answers[id]).splitlines()) if id in answers and id in asked else ""
            for id in self.names
        ]

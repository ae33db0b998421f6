"""
The questions of a survey, all versions together, as they are counted and exported.

Answers are bound to the set that was asked. A question keeps its id from version to version, so versions are joined by
id, the newest first: its words, its place and its options, then the options and questions that only older versions had.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import cached_property

from content import question_sets
from content.models import QuestionSet
from content.questions import TYPES, every, hangs_on

NO_ANSWER, NOT_ASKED = -9, -7  # DOMAIN codes: seen and left empty; not shown to this person
FAR = -9_999_999_990  # added where an answer may itself be negative: beyond all that is taken


@dataclass(frozen=True)
class Question:
    """One question in all versions. `question` is the newest definition, `sets` the ids of the sets that ask it."""

    question: dict
    words: dict
    sets: frozenset = field(default_factory=frozenset)
    suffix: str = ""  # where a later question took over the short name

    @property
    def id(self):
        return self.question["id"]

    @property
    def kind(self):
        return self.question["type"]

    @property
    def type(self):
        return TYPES[self.kind]

    @property
    def short_name(self):
        return self.question["short_name"] + self.suffix

    @property
    def title(self):
        return self.words.get(self.id, "")

    @cached_property
    def choices(self):
        """The `Choice`s with their codes; [] for what is typed."""
        return self.type.choices(self.question, self.words)

    @cached_property
    def columns(self):
        """The names of the columns with codes; several for a question with several choices."""
        return [column.name + self.suffix for column in self.type.columns(self.question)]

    @property
    def has_several(self):
        """Whether one person may give several answers, each of which has its own column."""
        return self.type.stored is list

    @property
    def no_answer(self):
        return NO_ANSWER + self._far

    @property
    def not_asked(self):
        return NOT_ASKED + self._far

    @property
    def _far(self):
        lowest = self.question.get("minimum", 0)
        return FAR if lowest is None or lowest < 0 else 0


@dataclass(frozen=True)
class Codebook:
    questions: list[Question]
    definitions: dict  # id of a set -> its definition
    versions: dict  # id of a set -> its version

    @property
    def kept(self):
        """What stands in a response itself: all but people's own words."""
        return [question for question in self.questions if not question.type.free_text]

    @property
    def closed(self):
        return [question for question in self.questions if question.type.counted]

    @cached_property
    def deciding(self):
        """The ids of questions on whose answers it hangs, in any version, whether another that is kept is shown."""
        kept = {question.id for question in self.kept}
        asked = (question for definition in self.definitions.values() for question in every(definition))
        named = {id for question in asked if question["id"] in kept for id in hangs_on(question)}
        return sorted(named & kept)

    @property
    def own_words(self):
        return [question for question in self.questions if question.type.free_text]

    @property
    def about_you(self):
        return [question for question in self.closed if question.question["about_you"]]

    def question(self, short_name):
        """The question of this short name; KeyError when there is none."""
        return {question.short_name: question for question in self.questions}[short_name]


def of(survey, language=settings.LANGUAGE_CODE):
    """The codebook of a survey: every set that was answered and the newest one, in the words of one language."""
    sets = list(QuestionSet.objects.filter(page_id=survey.page_id).order_by("-version"))
    answered = set(survey.responses.counted().order_by().values_list("question_set_id", flat=True).distinct())
    sets = [each for number, each in enumerate(sets) if number == 0 or each.pk in answered]
    words = {}
    for each in reversed(sets):
        words |= question_sets.words(each, language)
    return Codebook(
        _joined(sets, words), {each.pk: each.definition for each in sets}, {each.pk: each.version for each in sets}
    )


def _joined(sets, words):
    merged, asked_by = {}, {}
    for each in sets:
        for item in each.definition:
            if item["type"] in TYPES:
                merged[item["id"]] = _with_older_answers(merged[item["id"]], item) if item["id"] in merged else item
        for question in every(each.definition):
            asked_by.setdefault(question["id"], set()).add(each.pk)
    questions, taken = [], {}
    for question in every(merged.values()):
        taken[question["short_name"]] = number = taken.get(question["short_name"], 0) + 1
        suffix = f"__{number}" if number > 1 else ""
        questions.append(Question(question, words, frozenset(asked_by[question["id"]]), suffix))
    return questions


def _with_older_answers(newer, older):
    """The newer definition of a question, with what only the older one let people answer."""
    merged = dict(newer)
    for name in ("options", "rows"):
        if name in newer:
            known = {each["id"] for each in newer[name]}
            merged[name] = newer[name] + [each for each in older[name] if each["id"] not in known]
    for name in ("prefer_not", "not_sure", "decimals", "highest"):
        if name in older:
            merged[name] = max(older[name], newer.get(name, older[name]))
    return merged

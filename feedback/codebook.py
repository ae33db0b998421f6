"""
The questions of a survey, all versions together, as they are counted and exported.

Answers are bound to the set that was asked. A question keeps its id from version to version. Versions are joined by id
where the meaning stood (`content.versions`), the newest first: its words, its place and its options, then the options
and questions that only older versions had. Where it did not stand, the question before and after stand apart.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from content import question_sets, versions
from content.blocks.questions import MOST_ABOUT_YOU
from content.questions import TYPES, every, hangs_on

NO_ANSWER, NOT_ASKED = -9, -7  # DOMAIN codes: seen and left empty; not shown to this person
SINCE = " since "  # between an id and a version, in the key of a question whose meaning changed
FAR = -9_999_999_990  # added where an answer may itself be negative: beyond all that is taken


@dataclass(frozen=True)
class Question:
    """
    One question in all versions in which it means the same. `question` is the newest definition, `sets` the ids of the
    sets that ask it. Where its meaning changed, `since` is the version that changed it, `until` the last before another
    change; None for the first and for the newest meaning.
    """

    question: dict
    words: dict
    sets: frozenset = field(default_factory=frozenset)
    suffix: str = ""  # where a later question took over the short name
    since: int | None = None
    until: int | None = None

    @property
    def id(self):
        return self.question["id"]

    @property
    def key(self):
        """The same in every codebook for the same question with the same meaning; its id where that never changed."""
        return f"{self.id}{SINCE}{self.since}" if self.since else self.id

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
        title = self.words.get(self.id, "")
        return (
            _("%(question)s (until version %(number)s)") % {"question": title, "number": self.until}
            if self.until
            else title
        )

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
        """
        The questions by which others may be divided: those that the newest version marks, at most four.

        What older versions marked would make more ways to divide people than anybody was promised.
        """
        newest = max(self.versions, key=self.versions.get, default=None)
        marked = [each for each in self.closed if each.question["about_you"] and newest in each.sets]
        return marked[:MOST_ABOUT_YOU]

    def question(self, short_name):
        """The question of this short name; KeyError when there is none."""
        return {question.short_name: question for question in self.questions}[short_name]


def of(survey, language=settings.LANGUAGE_CODE):
    """The codebook of a survey: every set that was answered and the newest one, in the words of one language."""
    known = versions.of(survey.page_id)
    answered = set(survey.responses.counted().order_by().values_list("question_set_id", flat=True).distinct())
    used = [each.question_set for each in known if each is known[-1] or each.question_set.pk in answered]
    words = {each.question_set.pk: each.words for each in known if each.question_set in used}
    if language != settings.LANGUAGE_CODE:
        words = {each.pk: question_sets.words(each, language) for each in used}
    meanings = [meaning for id, found in versions.groups(known).items() for meaning in _meanings(id, found, words)]
    order = {id: place for place, id in enumerate(_newest_first(used))}
    meanings.sort(key=lambda each: order[each.item["id"]])  # and each newer meaning stays before the older ones
    return Codebook(
        _questions(meanings), {each.pk: each.definition for each in used}, {each.pk: each.version for each in used}
    )


def _newest_first(used):
    """The ids of blocks: those of the newest set in their order, then those that only older sets ask."""
    return dict.fromkeys(item["id"] for each in reversed(used) for item in each.definition if item["type"] in TYPES)


@dataclass(frozen=True)
class _Meaning:
    """A block in the sets of those that are used in which it means the same."""

    item: dict
    words: dict
    sets: list
    since: int | None
    until: int | None


def _meanings(id, found, words):
    """Each meaning of a block that is used, the newest first. `found` are lists of versions, the oldest first."""
    last = len(found) - 1
    for number, joined in reversed(list(enumerate(found))):
        used = [each for each in joined if each.question_set.pk in words]
        if not used:
            continue
        item, said = None, {}
        for each in used:
            said |= words[each.question_set.pk]
            item = _with_older_answers(each.blocks[id], item) if item else each.blocks[id]
        since, until = joined[0].number if number else None, joined[-1].number if number < last else None
        yield _Meaning(item, said, [each.question_set for each in used], since, until)


def _questions(meanings):
    questions, taken = [], {}
    for each in meanings:
        asked_by = {}
        for question_set in each.sets:
            item = next(item for item in question_set.definition if item["id"] == each.item["id"])
            for question in every([item]):
                asked_by.setdefault(question["id"], set()).add(question_set.pk)
        for question in every([each.item]):
            name = question["short_name"]
            taken[name] = number = taken.get(name, 0) + 1
            suffix = f"__{number}" if number > 1 else ""
            sets = frozenset(asked_by[question["id"]])
            questions.append(Question(question, each.words, sets, suffix, each.since, each.until))
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

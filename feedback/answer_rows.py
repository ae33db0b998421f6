"""
What stands in a file of answers: its columns by the names that a download has, its rows as answers.

It reads and writes nothing else. A mistake is never guessed away: it is a Fault, and a file with one is not taken in.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.questions import every, verdict
from content.questions.reading import Reader
from events import cells
from feedback import entering, frames
from feedback.codebook import Question

NOT_NEEDED = {"response", "channel"}  # of a download
PLACEHOLDERS = {frames.WITHHELD, frames.NOT_READ}  # which stand in a download where words may not


@dataclass(frozen=True)
class Given:
    """What one person answered. `key` makes it once."""

    key: str
    answers: dict
    day: date
    language: str
    may_quote: bool


@dataclass(frozen=True)
class Fault:
    row: int
    column: str
    problem: str


@dataclass
class Reading:
    """`ignored` are columns that no question has, `absent` questions that no column answers."""

    given: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    ignored: list = field(default_factory=list)
    absent: list = field(default_factory=list)
    hidden: int = 0  # answers to questions which those people would not have been asked


def read(file, question_set, words, at=None):
    """The Reading of an AnswersFile by the questions of a set, in their words. `at` is aware; now when left out."""
    reading = Reading()
    places = _places(file.header, reading)
    columns = [column for question in _questions(question_set, words) if (column := _column(question, places, reading))]
    used = {place for column in columns for place in column.places}
    used |= {places[name] for name in {"day", "language", "may_quote", *NOT_NEEDED} & places.keys()}
    used |= {places[name] for column in columns if (name := f"{column.name}_label") in places}
    reading.ignored = [name for place, name in enumerate(file.header) if place not in used]
    if not columns:
        reading.faults.append(Fault(1, "", _("No column has the short name of a question.")))
    facts = _Facts(file, places, at)
    for number, *row in file.rows:
        _read_row(file, number, row, columns, facts, question_set.definition, reading)
    return reading


def _read_row(file, number, row, columns, facts, definition, reading):
    answers, before = {}, len(reading.faults)
    for column in [*columns, *facts.columns]:
        try:
            answers[column.id] = column.read(row)
        except ValidationError as error:
            reading.faults.append(Fault(number, column.name, " ".join(error.messages)))
    if len(reading.faults) > before:
        return
    known = {name: answers.pop(name) for name in ("day", "language", "may_quote")}
    found = verdict(definition, answers)
    reading.hidden += sum(answers.get(id) is not None for id in found.hidden)
    reading.given.append(Given(key=key_of(file, number), answers=found.answered, **known))


def key_of(file, number):
    """The same row of the same file is the same answer, whenever and by whomever it is brought in."""
    return f"import:{file.survey_id}:{file.digest}:{number}"


def _places(header, reading):
    places = {}
    for place, name in enumerate(header):
        if places.setdefault(name.casefold(), place) != place:
            reading.faults.append(Fault(1, name, _("Two columns have this name. Delete one of them.")))
    return places


def _questions(question_set, words):
    return [Question(question, words, frozenset([question_set.pk])) for question in every(question_set.definition)]


def _column(question, places, reading):
    """What answers a question in the file: one column for each answer, its codes, or its words."""
    name = question.short_name
    ticks = [column.casefold() for column in question.columns] if question.has_several else []
    if any(column in places for column in ticks):
        return Ticks(question, [places.get(column) for column in ticks])
    for found in (name, f"{name}_label"):
        if found in places:
            return Cell(question, places[found])
    reading.absent.append(question.title)
    return None


class _Column:
    def __init__(self, question, places):
        self.id, self.name, self.places = (
            question.id,
            question.short_name,
            [place for place in places if place is not None],
        )
        self.reader = Reader(question.question, question.words)
        codes = [question.no_answer, question.not_asked]
        self.empty = {"", *map(str, codes), *(str(float(code)) for code in codes), *PLACEHOLDERS}


class Cell(_Column):
    """One column: a code, words, or what was typed."""

    def __init__(self, question, place):
        super().__init__(question, [place])

    def read(self, row):
        text = row[self.places[0]]
        return None if text in self.empty else self.reader(text)


class Ticks(_Column):
    """One column for each answer of several: 1 where it was selected."""

    def __init__(self, question, places):
        super().__init__(question, places)
        self.by_place = [
            (place, choice.value) for place, choice in zip(places, question.choices, strict=True) if place is not None
        ]

    def read(self, row):
        said = [(row[place], value) for place, value in self.by_place]
        return self.reader.taken([value for text, value in said if text not in self.empty and cells.yes_or_no(text)])


class _Fact:
    """A column that says something of the whole row, and what holds where it is empty."""

    def __init__(self, name, place, reader, usual):
        self.id, self.name, self.place, self.reader, self.usual = name, name, place, reader, usual

    def read(self, row):
        text = row[self.place] if self.place is not None else ""
        return self.reader(text) if text else self.usual


class _Facts:
    def __init__(self, file, places, at):
        self.survey, self.at, self.days = file.survey, at, {}
        self.columns = [
            _Fact("day", places.get("day"), self._day, file.day),
            _Fact("language", places.get("language"), cells.language, "en"),
            _Fact("may_quote", places.get("may_quote"), cells.yes_or_no, False),
        ]

    def _day(self, text):
        """A day on which the form was open; a file has few different ones."""
        if text not in self.days:
            day = cells.day(text)
            entering.moment_of(self.survey, day, self.at)
            self.days[text] = day
        return self.days[text]

"""A form as it is printed: every question on paper, with boxes and lines, and in words whom it is for."""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content import moments, presentations, question_sets
from content.beside import Beside
from content.blocks.questions import definition_of
from content.conditions_in_words import Conditions
from content.models import QuestionWording
from content.presentations import STANDARD
from content.question_pages import prose
from content.questions import TYPES, ask, every
from content.questions.rule import every_item
from feedback import entering
from feedback.forms import QuoteForm, consents_of
from feedback.listing import Form, promise_of, state_of


@dataclass(frozen=True)
class Asked:
    """A question on paper: what is offered as pairs of code and words, else how many lines there are to write on."""

    number: str
    title: str
    hint: str
    only_if: str
    offered: list
    how: str  # what to do, in a sentence
    lines: range
    unit: str
    picture: str  # safe HTML


@dataclass(frozen=True)
class Part:
    """A section, an information page, the rows of a grid, or the questions that stand under no heading."""

    title: str = ""
    text: str = ""  # safe HTML
    only_if: str = ""
    questions: list = field(default_factory=list)
    grid: str = ""  # the id of the grid whose rows these are


@dataclass(frozen=True)
class Paper:
    parts: list
    foot: str  # which sheet it is, for whoever enters it
    consents: list  # the fields of what people may agree to, beyond being counted


def of_survey(page, survey, presentation=STANDARD):
    """A form as it is asked now, in the active language and a presentation; `page` is its page in that language."""
    question_set = question_sets.current(page)
    words = question_sets.words(question_set, get_language(), presentation)
    sheet = {
        "form": survey.public_id,
        "language": get_language().upper(),
        "presentation": QuestionWording.Presentation(presentation).label,
        "version": question_set.version,
    }
    foot = _("Form %(form)s, language %(language)s, %(presentation)s, version %(version)s") % sheet
    return _paper(question_set.definition, words, foot, consents_of(survey, page))


def of_draft(pages, survey, presentation=STANDARD):
    """
    A form as it is drafted. `pages` are its page in the main language and in the active one.

    What is entered belongs to a version, so this is not to be handed out.
    """
    original, page = pages
    words = question_sets.words_of_drafts(pages, get_language(), presentation)
    foot, consents = _("A draft. Do not hand it out."), consents_of(survey, page)
    return _paper(definition_of(original.questions), words, foot, consents)


def ways(page):
    """The presentations in which a page can be printed, the standard one first."""
    return [each for each in presentations.offered(page) if each != presentations.SIGNED]


def told(page, survey):
    """What a sheet tells beside the questions, for its template; `page` is in the language of the sheet."""
    return {
        "page": page,
        "survey": survey,
        "form": Form(page, survey, state_of(survey), promise=promise_of(page)),
        "return_by": moments.day(survey.closes_at) if survey.closes_at else "",
        "asks_for_reference": entering.asks_for_reference(survey),
    }


def _paper(definition, words, foot, consents):
    says, pictures = Conditions(definition, words), Beside(words, [item["id"] for item in every_item(definition)])
    parts = [Part()]
    for item in every_item(definition):
        if item["type"] not in TYPES:
            parts.append(_marker(item, words, says))
            continue
        grid = item.get("part_of", "")
        if grid != parts[-1].grid:
            # What stands after a grid goes on without a heading of its own.
            parts.append(Part(words.get(grid, ""), prose(words.get(f"{grid}.hint", "")), grid=grid))
        parts[-1].questions.append(_asked(item, words, says, pictures))
    own_words = any(TYPES[each["type"]].free_text for each in every(definition))
    asked = [each.asked for each in consents if own_words or not isinstance(each, QuoteForm)]
    return Paper([part for part in parts if part.title or part.questions], foot, asked)


def _marker(item, words, says):
    text = words.get(f"{item['id']}.text", "")
    html = prose(text, is_rich=item["type"] == "information")
    return Part(words.get(item["id"], ""), html, says.of(item))


def _asked(question, words, says, pictures):
    kind = TYPES[question["type"]]
    choices = kind.choices(question, words)
    return Asked(
        number=says.numbers[question["id"]],
        title=words.get(question["id"], ""),
        hint=str(ask(question, words).help_text),
        only_if=says.of(question),
        offered=[("" if choice.is_numbered else choice.code, choice.label) for choice in choices],
        how=_how(kind, choices),
        lines=range(0 if choices else kind.lines),
        unit=words.get(f"{question['id']}.unit", ""),
        picture=pictures.html(question["id"]),
    )


def _how(kind, choices):
    if not choices:
        return ""
    return _("Tick all that apply.") if kind.stored is list else _("Tick one box.")

"""The stream of questions: flat, with markers, so that a question keeps its id wherever it is moved."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from content import routes
from content.questions import TYPES, every
from content.questions import conditions as conditioning
from content.questions.base import SHORT_NAME_LENGTH
from content.questions.conditions import CONDITIONS, FilledBlock, conditions, match

from .prose import PLAIN_FEATURES

MOST_ABOUT_YOU = 4


class MarkerBlock(FilledBlock):
    conditions = conditions()
    match = match()

    def get_form_layout(self):
        return blocks.BlockGroup(["title", "text"], settings=list(CONDITIONS))


class SectionBlock(MarkerBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=65)
    text = blocks.TextBlock(label=_("Introduction"), required=False, max_length=500, rows=2)

    class Meta:
        icon = "h2"
        label = _("New section")
        label_format = "{title}"
        template = "components/blocks/section.html"
        description = _("Questions after it are asked together on one page with this title, up to the next section.")
        preview_value = {"title": "Tests you have now", "text": "Think about the last test that you had."}


class InformationBlock(MarkerBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=65)
    text = blocks.RichTextBlock(features=["h2", *PLAIN_FEATURES], label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Information page")
        label_format = "{title}"
        template = "components/blocks/information.html"
        description = _("A page to read between the questions. It asks nothing.")
        preview_value = {"title": "The draft in short", "text": "<p>3 clinics use the patch for 12 months.</p>"}


MARKERS = {"section": SectionBlock, "information": InformationBlock}


class QuestionsBlock(blocks.StreamBlock):
    """Section markers, information pages, and one block for each type of question that is registered."""

    def __init__(self, local_blocks=None, **kwargs):
        own = [(name, block(group=_("Pages"))) for name, block in MARKERS.items()]
        own += [(code, kind.block(group=_("Questions"))) for code, kind in TYPES.items()]
        super().__init__([*own, *(local_blocks or [])], **kwargs)

    class Meta:
        icon = "form"
        required = False
        collapsed = True

    def clean(self, value):
        cleaned = super().clean(value)
        _suggest_short_names(cleaned)
        errors = _used_twice(cleaned) | _too_much_about_you(cleaned) or _misunderstood(cleaned) or _never_shown(cleaned)
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned


def definition_of(stream):
    """The definition of a stream: see `content.questions.base`. A marker is only `{"type", "id"}` and its `when`."""
    definition, asked, words = [], {}, None
    for child in stream:
        item = _item(child)
        if child.value["conditions"]:
            words = words or words_of(stream)
            item |= conditioning.frozen(child.value, asked, words, TYPES)
        asked |= {question["short_name"]: question for question in every([item])}
        definition.append(item)
    return definition


def _item(child):
    if child.block_type in TYPES:
        return TYPES[child.block_type].definition(child.id, child.value)
    return {"type": child.block_type, "id": child.id}


def words_of(stream):
    """The words of a stream by key. An information page's text is rich text, as it is stored."""
    words = {}
    for child in stream:
        if child.block_type in TYPES:
            words |= TYPES[child.block_type].words(child.id, child.value)
        else:
            prepared = child.get_prep_value()["value"]
            words |= {child.id: prepared["title"], f"{child.id}.text": prepared["text"]}
    return {key: text for key, text in words.items() if text}


def _questions(stream):
    return [(position, child) for position, child in enumerate(stream) if child.block_type in TYPES]


def _suggest_short_names(stream):
    """Fill in the short names that were left empty, from the question's words, none of them twice."""
    taken = {child.value["short_name"] for _position, child in _questions(stream)}
    for _position, child in _questions(stream):
        if not child.value["short_name"]:
            child.value["short_name"] = free_name(child.value["question"], taken)
            taken.add(child.value["short_name"])


def free_name(question, taken):
    """A short name that is not taken, made from a question's words or from another short name."""
    plain = slugify(question).replace("-", "_").lstrip("_0123456789") or "question"
    name = plain[: SHORT_NAME_LENGTH - 10].rstrip("_")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _used_twice(stream):
    """
    Errors, by position, of questions whose short name or columns another question before them has.

    The columns count too: `travel_2` may be a question, or the second answer of the question `travel`.
    """
    errors, taken = {}, set()
    for position, child in _questions(stream):
        claimed = {child.value["short_name"]}
        for question in every(definition_of([child])):
            claimed |= {column.name for column in TYPES[question["type"]].columns(question)}
        if claimed & taken:
            problem = _("Enter another short name: a question before this one has it, or a column made from it.")
            errors[position] = StructBlockValidationError({"short_name": ValidationError(problem)})
        taken |= claimed
    return errors


def _too_much_about_you(stream):
    marked = [position for position, child in _questions(stream) if child.value.get("about_you")]
    problem = _("Select “It is about the person” for at most 4 questions.")
    return {
        position: StructBlockValidationError({"about_you": ValidationError(problem)})
        for position in marked[MOST_ABOUT_YOU:]
    }


def _misunderstood(stream):
    """Errors, by position, of conditions that name no earlier question, or no answer to it."""
    errors, asked, words = {}, {}, words_of(stream)
    for position, child in enumerate(stream):
        problems = {
            number: problem
            for number, condition in enumerate(child.value["conditions"])
            if (problem := conditioning.problem(condition, asked, words, TYPES))
        }
        if problems:
            errors[position] = _of_conditions(block_errors=problems)
        asked |= {question["short_name"]: question for question in every([_item(child)])}
    return errors


def _never_shown(stream):
    """Errors, by position, of what no answers lead to."""
    unreached = routes.unreached(definition_of(stream))
    problem = _("Change the conditions: no answers lead here.")
    return {
        position: _of_conditions(non_block_errors=[ValidationError(problem)])
        for position, child in enumerate(stream)
        if child.id in unreached
    }


def _of_conditions(**errors):
    return StructBlockValidationError({"conditions": ListBlockValidationError(**errors)})

"""
One form in several presentations: what a page says in Easy Read and in sign language, beside its standard words.

A page that has them has the StreamFields `easy_read` and `signed` (`content.blocks.presentations`). Each of their
blocks names a question by its short name, or a section or information page by its title. What names nothing says
nothing.
"""

from django.core.exceptions import ValidationError
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from content.blocks import questions
from content.models import QuestionWording
from content.questions import TYPES, every
from content.questions.conditions import NUMBERED, chosen, numbered

STANDARD, EASY_READ, SIGNED = QuestionWording.Presentation
FIELDS = {EASY_READ: "easy_read", SIGNED: "signed"}
OWN = (".hint", ".text", ".picture", ".picture.alt", ".clip")  # ends of keys that only one presentation may have


def offered(page):
    """The presentations that a page has in its language, the standard one first."""
    return [STANDARD, *(each for each, field in FIELDS.items() if getattr(page, field, None))]


def words_of(page):
    """Every wording of a page: {presentation: {key: text}}; in all but the standard one keys may be missing."""
    found = {STANDARD: questions.words_of(page.questions)}
    for presentation, field in FIELDS.items():
        if stream := getattr(page, field, None):
            found[presentation] = _Named(page.questions).words(stream.get_prep_value())
    return found


def lacking(page, presentation):
    """What has no words in a presentation: short names of questions, titles of sections and information pages."""
    named, said = _Named(page.questions), words_of(page).get(presentation, {})
    items = {name: item["id"] for kind in named.items.values() for name, item in kind.items()}
    return [name for name, id in items.items() if not {id, f"{id}.clip"} & said.keys()]


def check(stream, asked):
    """
    Raise the errors of a presentation beside their fields: what names no question, page or answer of `asked`, a stream.

    The names of pages and answers are then written with their numbers, so that they survive other words.
    """
    named, errors, taken = _Named(asked), {}, set()
    for position, child in enumerate(stream):
        if problems := named.problems(child, taken):
            errors[position] = StructBlockValidationError(problems)
    if errors:
        raise StreamBlockValidationError(block_errors=errors)


class _Named:
    """The questions and pages of a stream by the names that an officer writes."""

    def __init__(self, stream):
        definition = questions.definition_of(stream)
        self.standard = questions.words_of(stream)
        asked = [item for item in definition if item["type"] in TYPES]
        pages = [item for item in definition if item["type"] not in TYPES]
        self.items = {  # by the type of the blocks that are about them
            "question": {each["short_name"]: each for each in [*asked, *every(definition)]},
            "page": {self.standard.get(each["id"], ""): each for each in pages},
        }

    def find(self, kind, about):
        """The question or page that a block is about, or None."""
        return self.items[kind].get(about) or (self._page(about) if kind == "page" else None)

    def _page(self, about):
        pages = list(self.items["page"].values())
        if not (parts := NUMBERED.fullmatch(about)):
            return None
        number, title = int(parts[1]), parts[2]
        return self.items["page"].get(title) or (pages[number - 1] if 0 < number <= len(pages) else None)

    # --- What a presentation says

    def words(self, blocks):
        """The words of raw blocks, `{"type", "value"}`, by key."""
        words = {}
        for block in blocks:
            if item := self.find(block["type"], block["value"]["about"]):
                said = self._said(item, block["value"]) | dict(self._answers(item, block["value"]))
                words |= {f"{item['id']}{end}": text for end, text in said.items() if text}
        return words

    def _said(self, item, value):
        picture, text = value.get("picture") or {}, value.get("text") or ""
        return {
            "": value.get("question") or value.get("title"),
            ".hint": value.get("hint"),
            ".text": linebreaks(text, autoescape=True) if text and item["type"] == "information" else text,
            ".picture": str(picture.get("image") or ""),
            ".picture.alt": "" if picture.get("decorative") else picture.get("alt_text"),
            ".clip": str(value.get("clip") or ""),
        }

    def _answers(self, item, value):
        for answer in value.get("answers") or []:
            answer = answer.get("value", answer)  # code may leave out what stands around an item of a list
            if choice := self._choice(item, answer["answer"]):
                yield TYPES[item["type"]].wording_of(item, choice.value), answer["text"]

    def _choice(self, question, answer):
        """The `Choice` that an officer names, where its words are the form's own; otherwise None."""
        kind = TYPES[question["type"]]
        try:
            value = chosen(answer, question, kind, self.standard)
        except StructBlockValidationError:
            return None
        choices = kind.choices(question, self.standard)
        return next((each for each in choices if each.value == value and kind.wording_of(question, value)), None)

    # --- What is wrong with a block

    def problems(self, child, taken):
        """Errors by the field of a block. `taken` are the ids that blocks before it are about; its own is added."""
        kind, value = child.block_type, child.value
        item = self.find(kind, value["about"])
        if item is None or item["id"] in taken:
            return {
                "about": ValidationError(self._names(kind) if item is None else _("Another block says this already."))
            }
        taken.add(item["id"])
        if kind == "page":
            names = list(self.items["page"])
            title = self.standard.get(item["id"], "")
            value["about"] = f"{names.index(title) + 1}. {title}"
        wrong = self._wrong_answers(item, value.get("answers") or [])
        return {"answers": ListBlockValidationError(block_errors=wrong)} if wrong else {}

    def _names(self, kind):
        known = ", ".join(f"“{name}”" for name in self.items[kind])
        return _("Enter one of these: %s.") % known if known else _("The form has nothing that this could be about.")

    def _wrong_answers(self, question, answers):
        wrong = {}
        for position, answer in enumerate(answers):
            if choice := self._choice(question, answer["answer"]):
                answer["answer"] = numbered(choice)
            else:
                problem = ValidationError(self._own_answers(question))
                wrong[position] = StructBlockValidationError({"answer": problem})
        return wrong

    def _own_answers(self, question):
        kind = TYPES[question["type"]]
        choices = kind.choices(question, self.standard)
        own = ", ".join(f"“{each.label}”" for each in choices if kind.wording_of(question, each.value))
        if own:
            return _("Enter one of the answers: %s.") % own
        return _("Remove this: the question has no answers whose words are written here.")

"""What a kind of message says before anybody changed it, as officers see it: words, and the names of what differs."""

from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from mailing import markup
from mailing.templatetags.pieces import Piece

IN_SUBJECTS = ("day",)  # a subject is read over shoulders: nothing personal, no condition, need or topic


@dataclass(frozen=True)
class Outline:
    subject: str
    body: str
    pieces: tuple[Piece, ...]
    subject_pieces: tuple[Piece, ...]
    values: dict  # {name: what it stands for}

    @property
    def in_subject(self):
        """The names that may stand in a subject, each with what it stands for."""
        harmless = {name: self.values[name] for name in IN_SUBJECTS if name in self.values}
        return harmless | {piece.name: piece.label for piece in self.subject_pieces}

    @property
    def in_body(self):
        return self.values | {piece.name: piece.label for piece in self.pieces}

    @property
    def required(self):
        return [piece.name for piece in self.pieces if piece.required]


def of(kind, language=settings.LANGUAGE_CODE):
    """The Outline of a registered Kind, in the words that the site has for a language."""
    with translation.override(language):
        subject, subject_pieces = _outline(kind, "subject.txt")
        page, pieces = _outline(kind, "body.html")
    body = BeautifulSoup(page, "html.parser").find(id="words")
    subject = BeautifulSoup(subject, "html.parser").get_text()
    return Outline(" ".join(subject.split()), markup.from_html(str(body)), pieces, subject_pieces, kind.values)


def _outline(kind, part):
    found = []
    context = {name: f"{{{name}}}" for name in kind.values}
    said = render_to_string(f"emails/{kind.name}/{part}", {**context, "outline": found})
    return said, tuple({piece.name: piece for piece in found}.values())

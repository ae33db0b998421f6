"""
What news may be about: everything, or one page. Each room registers its kinds of page from `ready()`.

A subject is named by a key that no renaming changes: "all", or "<kind>:<translation key of the page>".
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.models import main_locale

ALL = "all"


@dataclass(frozen=True)
class Kind:
    label: str  # what officers call pages of this kind
    pages: Callable  # the public ones, a QuerySet


kinds: dict[str, Kind] = {}


def register(name, *, label, pages):
    """Let people ask for news about the `pages` (a function that answers a QuerySet) of a kind."""
    if name in kinds:
        raise ValueError(f"The kind of subject {name} is registered twice.")
    kinds[name] = Kind(label, pages)


def key_of(name, page):
    """The key of the subject that a page is, in whatever language."""
    return f"{name}:{page.translation_key}"


def title(about):
    """What a subject is called in the active language; None for one that is unknown or not public."""
    if about == ALL:
        return _("Everything that is new")
    name, _colon, key = about.partition(":")
    if name not in kinds or not _is_uuid(key):
        return None
    pages = kinds[name].pages().filter(translation_key=key)
    page = pages.filter(locale__language_code=get_language()).first() or pages.filter(locale=main_locale()).first()
    return page and page.title


def choices():
    """All subjects as the choices of a form, by kind."""
    groups = [
        (kind.label, [(key_of(name, page), page.title) for page in kind.pages().filter(locale=main_locale())])
        for name, kind in kinds.items()
    ]
    return [(ALL, _("Everything that is new")), *groups]


def _is_uuid(text):
    try:
        UUID(text)
    except ValueError:
        return False
    return True

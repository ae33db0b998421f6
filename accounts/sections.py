"""What the page `/account/` shows, in the order of registration. Each room adds its part from `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    template: str
    context: Callable[..., dict | None]


registered: list[Section] = []


def register(template, context):
    """`context(user)` answers what `template` finds under `section`, or None where it has nothing to show this user."""
    registered.append(Section(template, context))


def for_user(user):
    """Pairs of template and context for the sections that concern this user."""
    shown = ((section.template, section.context(user)) for section in registered)
    return [(template, context) for template, context in shown if context is not None]

"""What a page's editor shows of the rows that hang on the page: to read, with links to where they are changed."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import Panel


@dataclass(frozen=True)
class Fact:
    """One line of a panel. `url` leads to the screen of this one row, where it has one."""

    text: str
    note: str = ""
    url: str = ""


class FactsPanel(Panel):
    """
    Lists facts and never edits them, so that neither a draft nor an older revision can change one.

    `facts` names a method of the page that returns an iterable of Fact; it is called on the page's original, which was
    saved. `url_name` is the CMS screen on which they are changed, if there is one; it takes the original's id.
    """

    def __init__(self, facts, url_name="", *, link_text="", **kwargs):
        super().__init__(**{"icon": "list-ul"} | kwargs)
        self.facts, self.url_name, self.link_text = facts, url_name, link_text

    def clone_kwargs(self):
        own = {"facts": self.facts, "url_name": self.url_name, "link_text": self.link_text}
        return super().clone_kwargs() | own

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/facts_panel.html"

        @cached_property
        def original(self):
            """The page on which the facts hang, or None for a page that was never saved."""
            original = self.instance.original
            return original if original.pk else None

        @cached_property
        def facts(self):
            return list(getattr(self.original, self.panel.facts)())

        @cached_property
        def url(self):
            return reverse(self.panel.url_name, args=[self.original.pk]) if self.panel.url_name else ""

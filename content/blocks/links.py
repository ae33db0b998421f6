"""Blocks that lead somewhere: cards and documents."""

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from content.models import CustomDocument


class CardValue(blocks.StructValue):
    @property
    def href(self):
        """Where the card leads. A page that is not published has no address, so the card is then no link."""
        page = self["page"]
        if page:
            return page.url if page.live else None
        return self["url"] or None


class CardBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    description = blocks.CharBlock(label=_("Description"), required=False, max_length=200)
    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    url = blocks.URLBlock(label=_("Address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Card")
        template = "components/blocks/card.html"
        value_class = CardValue
        description = _("A link with a heading and a sentence.")
        preview_value = {
            "heading": "What is under review",
            "description": "Technologies and care pathways that you can help to shape.",
            "page": None,
            "url": "https://example.org/",
        }

    def clean(self, value):
        value = super().clean(value)
        if value["page"] and value["url"]:
            raise StructBlockValidationError(
                {"url": ValidationError(_("Enter an address or select a page, not both."))}
            )
        if not self.is_deferred_validation and not value["page"] and not value["url"]:
            raise StructBlockValidationError({"page": ValidationError(_("Select a page or enter an address."))})
        return value


class CardGroupBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading above the cards"), max_length=80)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=1, max_num=12)

    class Meta:
        icon = "grip"
        label = _("Group of cards")
        template = "components/blocks/card_group.html"
        description = _("Links side by side, each with a heading and a sentence.")
        preview_value = {
            "heading": "Take part",
            "cards": [
                {
                    "heading": "Forums",
                    "description": "Meet every few weeks.",
                    "page": None,
                    "url": "https://example.org/",
                },
                {"heading": "Events", "description": "Come once.", "page": None, "url": "https://example.org/"},
            ],
        }


class DocumentValue(blocks.StructValue):
    @property
    def links(self):
        """The same content as a page comes first, then the file with its type and size."""
        document = self["document"]
        if not document:
            return []
        title, kind = self["title"] or document.title, document.file_extension.upper()
        only = kind == "PDF" and not document.html_version
        link = _("{title} ({kind} only, {size})") if only else _("{title} ({kind}, {size})")
        file = {"href": document.url, "text": format_lazy(link, title=title, kind=kind, size=_size(document))}
        page = {"href": document.html_version, "text": format_lazy(_("{title} as a page"), title=title)}
        return [page, file] if document.html_version else [file]


def _size(document):
    """As people read it: whole kilobytes below a megabyte, then megabytes with one decimal."""
    kilobytes = (document.get_file_size() or 0) / 1000
    return f"{kilobytes:.0f} KB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Words of the link"), required=False, max_length=120, help_text=_("Empty: the document's title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "components/blocks/document.html"
        value_class = DocumentValue
        description = _("A file to read or keep, with its type and size. A PDF leads to its page as well.")

    def get_preview_value(self):
        document = CustomDocument(pk=0, title="Notes of the meeting", file="notes.pdf", file_size=240_000)
        document.html_version = "https://example.org/notes/"
        return self.normalize({"document": document, "title": ""})

"""Blocks of words: each belongs to the design system, and says to the officer what it is for."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "link", "ol", "ul", "document-link"]
PLAIN_FEATURES = ["bold", "link", "ol", "ul", "document-link"]  # inside a component, which has its own heading


class RichTextBlock(blocks.RichTextBlock):
    def __init__(self, features=RICH_TEXT_FEATURES, **kwargs):
        super().__init__(features=features, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "components/blocks/rich_text.html"
        description = _("Paragraphs, headings, lists and links.")
        preview_value = "<h2>What we are doing</h2><p>We are looking at how people are told their results.</p>"


class InsetTextBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Inset text")
        template = "components/blocks/inset_text.html"
        description = _("A short note that stands apart from the text around it. Use it rarely.")
        preview_value = {"text": "<p>You can bring somebody with you.</p>"}


class WarningBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Warning callout")
        template = "components/blocks/warning.html"
        description = _("Something that people must know to stay safe.")
        preview_value = {
            "heading": "This is not an emergency service",
            "text": "<p>Call 999 if you have chest pain that does not go away.</p>",
        }


class DetailsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, help_text=_("What people press to read more."))
    text = blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("Text"))

    class Meta:
        icon = "collapse-down"
        label = _("Details")
        template = "components/blocks/details.html"
        description = _("More about something that only some people need. Closed until it is pressed.")
        preview_value = {"heading": "How to find the room", "text": "<p>Turn left after the main entrance.</p>"}


class MarkedListValue(blocks.StructValue):
    @property
    def entries(self):
        return [{"text": item} for item in self["items"]]


class DoListBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), default=_("Do"), max_length=80)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Item"), max_length=200), label=_("Items"), min_num=1)

    class Meta:
        icon = "check"
        label = _("Do list")
        template = "components/blocks/do_list.html"
        value_class = MarkedListValue
        description = _("Things to do, each with a tick.")
        preview_value = {"heading": "Do", "items": ["tell us what you need", "bring somebody with you"]}


class DontListBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), default=_("Don't"), max_length=80)
    items = blocks.ListBlock(
        blocks.CharBlock(label=_("Item"), max_length=200, help_text=_("In full, such as “do not drive home”.")),
        label=_("Items"),
        min_num=1,
    )

    class Meta:
        icon = "cross"
        label = _("Don't list")
        template = "components/blocks/dont_list.html"
        value_class = MarkedListValue
        description = _("Things not to do, each with a cross.")
        preview_value = {"heading": "Don't", "items": ["do not tell us your NHS number", "do not name other people"]}


class QuoteBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=["bold"], label=_("What was said"))
    attribution = blocks.CharBlock(
        label=_("Who said it"),
        required=False,
        max_length=200,
        help_text=_("A role, not a name, unless the person asked to be named."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "components/blocks/quote.html"
        description = _("The words of a person who agreed that they are shown.")
        preview_value = {
            "text": "<p>I would rather have had a call to say there was no news.</p>",
            "attribution": "Parent at a forum meeting",
        }

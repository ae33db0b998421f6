"""Blocks of facts: rows with their names, tables, whom to ask."""

import re

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockValidationError

from .prose import PLAIN_FEATURES


class SummaryListValue(blocks.StructValue):
    @property
    def entries(self):
        return [{"key": {"text": row["key"]}, "value": {"html": row["value"]}} for row in self["rows"]]


class SummaryRowBlock(blocks.StructBlock):
    key = blocks.CharBlock(label=_("Name"), max_length=80)
    value = blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("Fact"))

    class Meta:
        icon = "list-ul"
        label = _("Row")
        label_format = "{key}"


class SummaryListBlock(blocks.StructBlock):
    rows = blocks.ListBlock(SummaryRowBlock(), label=_("Rows"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Summary list")
        template = "components/blocks/summary_list.html"
        value_class = SummaryListValue
        description = _("Facts with their names, one below the other.")
        preview_value = {
            "rows": [
                {"key": "How long", "value": "<p>2 hours, with a break</p>"},
                {"key": "Where", "value": "<p>Online</p>"},
            ]
        }


class TableBlock(TypedTableBlock):
    row_heading = blocks.CharBlock(label=_("Name of the row (first column only)"), required=False)
    text = blocks.CharBlock(label=_("Text"), required=False)
    number = blocks.CharBlock(label=_("Number"), required=False)
    rich_text = blocks.RichTextBlock(label=_("Text with links"), features=["bold", "link"], required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "components/blocks/table.html"
        description = _("Rows and columns to compare. On a narrow screen a wide table scrolls sideways.")
        preview_value = {
            "columns": [
                {"type": "row_heading", "heading": "Town"},
                {"type": "number", "heading": "Minutes by bus"},
            ],
            "rows": [{"values": ["Calderbrook", "12"]}, {"values": ["Eastmere", "35"]}],
            "caption": "How far the hub is by bus",
        }

    def get_context(self, value, parent_context=None):
        """The table as the parameters of the design system's component."""
        kinds = [column["block"].name for column in value.columns]
        looks = [{"format": "numeric"} if kind == "number" else {} for kind in kinds]
        return super().get_context(value, parent_context) | {
            "head": [{"text": column["heading"]} | look for column, look in zip(value.columns, looks, strict=True)],
            "rows": [[_cell(cell) | look for cell, look in zip(cells, looks, strict=True)] for cells in value.rows],
            "first_cell_is_header": kinds[:1] == ["row_heading"],
        }

    def clean(self, table):
        table = super().clean(table)
        if problem := not self.is_deferred_validation and self._problem(table):
            raise TypedTableBlockValidationError(non_block_errors=[ValidationError(problem)])
        return table

    def _problem(self, table):
        if not table.columns or not table.row_data:
            return _("Enter at least 1 column and 1 row.")
        if not table.caption:
            return _("Enter a caption: what the table is about.")
        if not all(column["heading"] for column in table.columns):
            return _("Enter a heading for every column.")
        if any(column["block"].name == "row_heading" for column in table.columns[1:]):
            return _("Enter the names of the rows in the first column.")
        return None


def _cell(cell):
    return {"html": cell.value} if cell.block.name == "rich_text" else {"text": cell.value or ""}


class ContactValue(blocks.StructValue):
    @property
    def entries(self):
        """The ways to reach them that were filled in, as rows of a summary list."""
        telephone, email = self["telephone"], self["email"]
        ways = [
            (_("Telephone"), telephone and _link("tel:" + re.sub(r"[^\d+]", "", telephone), telephone)),
            (_("Email"), email and _link("mailto:" + email, email)),
            (_("Another way"), self["other"]),
            (_("When"), self["hours"]),
        ]
        return [{"key": {"text": name}, "value": {"html": way}} for name, way in ways if way]


def _link(href, text):
    return format_html('<a class="nhsuk-link" href="{}">{}</a>', href, text)


class ContactBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), default=_("Ask us"), max_length=80)
    telephone = blocks.RegexBlock(
        label=_("Telephone"),
        regex=r"^\+?[\d\s()-]{7,20}$",
        required=False,
        error_messages={"invalid": _("Enter a telephone number, such as 01632 960 001.")},
    )
    email = blocks.EmailBlock(label=_("E-mail address"), required=False)
    other = blocks.CharBlock(
        label=_("Another way"),
        required=False,
        max_length=200,
        help_text=_("Such as text messages, Relay UK or a sign language video relay."),
    )
    hours = blocks.CharBlock(label=_("When somebody answers"), required=False, max_length=120)

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "components/blocks/contact.html"
        value_class = ContactValue
        description = _("How to reach a team: by telephone and by a way that needs no telephone.")
        preview_value = {
            "heading": "Ask us",
            "telephone": "01632 960 110",
            "email": "team@example.org",
            "other": "Text 07700 900110",
            "hours": "Monday to Friday, 9am to 5pm",
        }

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and not (value["email"] or value["other"]):
            problem = _("Enter an e-mail address or another way: not everybody can use the telephone.")
            raise StructBlockValidationError({"email": ValidationError(problem)})
        return value

"""Blocks of facts: rows, tables, whom to ask."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from .prose import PLAIN_FEATURES


class SummaryListValue(blocks.StructValue):
    @property
    def entries(self):
        return [{"key": {"text": row["key"]}, "value": {"html": row["value"]}} for row in self["rows"]]


class SummaryListBlock(blocks.StructBlock):
    rows = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("key", blocks.CharBlock(label=_("Name"), max_length=80)),
                ("value", blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("Fact"))),
            ],
            label=_("Row"),
        ),
        label=_("Rows"),
        min_num=1,
    )

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


class TableValue(blocks.StructValue):
    """The table as the parameters of the design system's component."""

    @property
    def columns(self):
        return self["table"].columns if self["table"] else []

    @property
    def caption(self):
        return self["table"].caption if self["table"] else ""

    @property
    def head(self):
        return [{"text": column["heading"]} | self._look(column) for column in self.columns]

    @property
    def rows(self):
        return [
            [self._cell(cell) | self._look(column) for cell, column in zip(row, self.columns, strict=True)]
            for row in (self["table"].rows if self["table"] else [])
        ]

    @property
    def first_cell_is_header(self):
        return bool(self.columns) and self.columns[0]["block"].name == "row_heading"

    @staticmethod
    def _look(column):
        return {"format": "numeric"} if column["block"].name == "number" else {}

    @staticmethod
    def _cell(cell):
        return {"html": cell.value} if cell.block.name == "rich_text" else {"text": str(cell.value or "")}


class TableBlock(blocks.StructBlock):
    table = TypedTableBlock(
        [
            ("row_heading", blocks.CharBlock(label=_("Names of the rows (first column)"), required=False)),
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.CharBlock(label=_("Number"), required=False)),
            ("rich_text", blocks.RichTextBlock(label=_("Text with links"), features=["bold", "link"], required=False)),
        ],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "components/blocks/table.html"
        value_class = TableValue
        description = _("Rows and columns to compare. On a narrow screen each row becomes a list.")

    def get_preview_value(self):
        column = self.child_blocks["table"].child_blocks
        return self.to_python(
            {
                "table": {
                    "columns": [
                        {"type": "row_heading", "heading": "Town"},
                        {"type": "number", "heading": "Minutes by bus"},
                    ],
                    "rows": [{"values": ["Calderbrook", "12"]}, {"values": ["Eastmere", "35"]}],
                    "caption": "How far the hub is by bus",
                }
            }
        )

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and (problem := self._problem(value)):
            raise StructBlockValidationError({"table": ValidationError(problem)})
        return value

    def _problem(self, value):
        if not value.columns or not value.rows:
            return _("Enter at least 1 column and 1 row.")
        if not value.caption:
            return _("Enter a caption. It says what the table is about.")
        if not all(column["heading"] for column in value.columns):
            return _("Enter a heading for every column.")
        return None


class ContactValue(blocks.StructValue):
    @property
    def entries(self):
        """The ways to reach them that were filled in, as rows of a summary list."""
        rows = [
            (_("Telephone"), "text", self["telephone"]),
            (_("Email"), "text", self["email"]),
            (_("Another way"), "text", self["other"]),
            (_("When"), "text", self["hours"]),
        ]
        return rows


class ContactBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), default=_("Contact us"), max_length=80)

"""The questions that decide who can come to an event."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

ADMITS = [("yes", _("Yes")), ("no", _("No"))]


class ScreeningQuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200, help_text=_("One that is answered yes or no."))
    hint = blocks.CharBlock(label=_("Hint"), required=False, max_length=300)
    admits = blocks.ChoiceBlock(label=_("Who can come answers"), choices=ADMITS, default="yes")

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{question}"
        template = "events/blocks/screening_question.html"
        description = _("A question that is answered yes or no, and the answer that somebody who can come gives.")
        preview_value = {"question": "Have you had a blood test in the last 12 months?", "admits": "yes"}


class ScreeningBlock(blocks.StreamBlock):
    question = ScreeningQuestionBlock()

    class Meta:
        icon = "help"
        required = False
        max_num = 3

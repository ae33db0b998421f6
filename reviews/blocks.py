"""The steps of a care pathway, for today's and the proposed one."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("What happens"), required=False)
    change = blocks.ChoiceBlock(
        label=_("Against today"),
        choices=[("same", _("Same")), ("new", _("New")), ("changed", _("Changed")), ("removed", _("Removed"))],
        default="same",
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")
        template = "reviews/step.html"

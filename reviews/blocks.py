"""The steps of a care pathway, for today's and the proposed one."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

CHANGES = [("same", _("Same")), ("new", _("New")), ("changed", _("Changed")), ("removed", _("Removed"))]
TAG_CLASSES = {"new": "nhsuk-tag--green", "changed": "nhsuk-tag--yellow", "removed": "nhsuk-tag--grey"}


class StepValue(blocks.StructValue):
    @property
    def change_in_words(self):
        """What changes, or "" where the step stays as it is."""
        return "" if self["change"] == "same" else dict(CHANGES).get(self["change"], "")

    @property
    def tag_class(self):
        return TAG_CLASSES.get(self["change"], "")


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("What happens"), required=False)
    change = blocks.ChoiceBlock(label=_("Against today"), choices=CHANGES, default="same")

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{title}"
        template = "reviews/step.html"
        value_class = StepValue
        description = _("One step of a care pathway, and whether it changes.")
        preview_value = {"title": "Blood test", "text": "At the local hub, without a letter.", "change": "changed"}

"""The rules of reminders: rows about no people, so Wagtail's own screens serve."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from events.models import ReminderRule


class ReminderRuleViewSet(ModelViewSet):
    model = ReminderRule
    name = "reminders"
    icon = "history"
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        TitleColumn("__str__", label=_("When"), url_name="reminders:edit"),
        Column("get_audience_display", label=_("To whom")),
        Column("event", label=_("Event"), accessor=lambda rule: rule.page.title if rule.page else _("All others")),
    ]
    list_filter = ["audience"]
    form_fields = ["number", "unit", "side", "audience", "page", "note"]

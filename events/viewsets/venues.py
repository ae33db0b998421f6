"""Venues: rows about places and no people, so Wagtail's own screens serve."""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from events.models import Venue


class VenueViewSet(ModelViewSet):
    model = Venue
    name = "venues"
    icon = "home"
    copy_view_enabled = False
    list_display = [
        TitleColumn("name", label=gettext_lazy("Name"), url_name="venues:edit"),
        Column("postcode", label=gettext_lazy("Postcode")),
        Column("get_step_free_display", label=gettext_lazy("Step-free")),
        Column("get_hearing_loop_display", label=gettext_lazy("Hearing loop")),
    ]
    search_fields = ["name", "address", "postcode"]
    form_fields = ["name", "address", "postcode", "directions", *Venue.ACCESS_FACTS, "access_note"]

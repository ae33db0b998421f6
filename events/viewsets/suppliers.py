"""What is given to a supplier or a venue: needs and numbers on paper or as a file, and nobody's name."""

from dataclasses import astuple

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.cms import ExportView
from events import supplier_sheet
from events.needs import IN_CATEGORY
from events.viewsets.dates import DateScreen
from events.viewsets.needs import NeedsList


class SupplierList(NeedsList):
    """The needs that may be shared, as the list is filtered in this address: an interpreter hears nothing of food."""

    paginate_by = None

    def filter_queryset(self, queryset):
        return supplier_sheet.shareable(super().filter_queryset(queryset))

    def codes(self):
        """The needs of the category that was asked for, or None for all."""
        category = self.request.GET.get("category")
        return [code for code, _label in IN_CATEGORY[category]] if category in IN_CATEGORY else None


class SupplierSheet(SupplierList):
    template_name = "events/cms/supplier_sheet.html"

    def get_context_data(self, **kwargs):
        not_shared = NeedsList.filter_queryset(self, self.get_base_queryset()).filter(may_share=False)
        return super().get_context_data(
            about=supplier_sheet.about(self.date),
            lines=supplier_sheet.lines(self.get_queryset()),
            booked=supplier_sheet.booked(self.date, self.codes()),
            not_shared=not_shared.count(),
            **kwargs,
        )

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        access.record(
            by=request.user,
            action=access.Action.EXPORTED,
            what=f"supplier sheet of date {self.date.public_id}",
            rows=len(self.object_list),
        )
        return response


class SupplierExport(DateScreen, ExportView):
    listing = SupplierList
    page_title = gettext_lazy("Export for a supplier")

    def file_name(self):
        return f"needs-{self.date.public_id}-{timezone.localdate():%Y-%m-%d}"

    def get_explanation(self):
        return [gettext_lazy("The file says what is needed and by how many people. It names nobody.")]

    def header(self):
        return [str(label) for label in supplier_sheet.HEADER]

    def rows(self, queryset):
        return [astuple(line) for line in supplier_sheet.lines(queryset)]

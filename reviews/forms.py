"""What a visitor may ask the list of reviews."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from content.forms import Confirm, Select, Text


class Order(TextChoices):
    CLOSES_FIRST = "closes", _("What closes first")
    NEWEST = "newest", _("What is newest")


class FilterForm(forms.Form):
    """
    The filters, sent by GET. `kinds`, `statuses` and `areas` are pairs of what can be found at all.

    `FilterForm.filled(data, ...)` is a form that shows what the address asks, without what it asks wrongly.
    """

    use_required_attribute = False

    q = Text(label=_("Search"), required=False, quiet=True, max_length=100)
    kind = Select(label=_("Kind"), required=False, quiet=True)
    status = Select(label=_("Where it stands"), required=False, quiet=True)
    area = Select(label=_("Area of health"), required=False, quiet=True)
    open = Confirm(label=_("Only where you can take part now"), required=False)
    sort = Select(label=_("Show first"), required=False, quiet=True, choices=Order.choices)

    def __init__(self, *args, kinds, statuses, areas, **kwargs):
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        everything = [("", _("All"))]
        self.fields["kind"].choices = everything + kinds
        self.fields["status"].choices = everything + statuses
        self.fields["area"].choices = everything + areas

    @classmethod
    def filled(cls, data, **choices):
        asked = cls(data, **choices)
        asked.full_clean()
        form = cls(initial={name: value for name, value in asked.cleaned_data.items() if value}, **choices)
        return form

    @property
    def wanted(self):
        """What is asked for, without what was left empty."""
        return self.initial

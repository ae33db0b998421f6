"""By what the list of a date's registrations is filtered, and so who is written to, exported or printed."""

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from events import needs, questions
from events.models import Registration
from events.models.dates import Mode

State = Registration.State

# What the numbers of a date count, beside the single states.
IN_SEVERAL_STATES = {
    "holding": gettext_lazy("Has a place or an offer"),
    "in_line": gettext_lazy("Waits for a place, or to come the other way"),
}


class RegistrationFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[*IN_SEVERAL_STATES.items(), *State.choices, ("all", gettext_lazy("All"))],
        empty_label=gettext_lazy("Has a place, an offer or waits"),
        method="of_state",
        widget=forms.RadioSelect,
    )
    mode = django_filters.ChoiceFilter(
        label=gettext_lazy("How they come"), choices=Mode, empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )
    need = django_filters.ChoiceFilter(
        label=gettext_lazy("Needs"),
        choices=lambda: [("any", _("Any need")), *needs.grouped()],
        empty_label=gettext_lazy("All"),
        method="of_need",
    )
    answer = django_filters.ChoiceFilter(
        label=gettext_lazy("Answers"), choices=[], empty_label=gettext_lazy("All"), method="of_answer"
    )
    source = django_filters.ChoiceFilter(
        label=gettext_lazy("Booked how"),
        choices=Registration.Source,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Registration
        fields = ["state", "mode", "need", "answer", "source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["answer"].extra["choices"] = questions.choices(self.queryset)

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data["state"] else queryset.live()

    def of_state(self, queryset, name, value):
        if value in IN_SEVERAL_STATES:  # whose names are those of the QuerySet's words
            return getattr(queryset, value)()
        return queryset if value == "all" else queryset.filter(state=value)

    def of_need(self, queryset, name, value):
        asked = queryset.filter(needs__isnull=False) if value == "any" else queryset.filter(needs__code=value)
        return asked.distinct()

    def of_answer(self, queryset, name, value):
        return queryset.filter(pk__in=questions.who_chose(value, queryset))

"""A screen that copies a date to several days: the list is shown before anything is made."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.cms import VerbView
from events import announcements, series
from events.viewsets.dates import DateScreen, url_of_event


class CopyDateForm(forms.Form):
    """`days` as a list; `seen` is what stood in the list when it was shown, in the same order."""

    days = forms.CharField(
        label=gettext_lazy("Days"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text=gettext_lazy("One on each line, such as 27/3/2026 or Friday 27 March 2026. You can paste a list."),
        error_messages={"required": gettext_lazy("Enter at least one day, such as 27/3/2026.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, *args, date, **kwargs):
        super().__init__(*args, **kwargs)
        self.date = date

    def clean_days(self):
        days = series.read_days(self.cleaned_data["days"])
        if not days:
            raise forms.ValidationError(self.fields["days"].error_messages["required"])
        self.planned = series.plan(self.date, days)
        return days

    @property
    def signature(self):
        return ",".join(str(each.day) for each in self.planned)

    @property
    def was_seen(self):
        """Whether this very list was shown before."""
        return self.cleaned_data["seen"] == self.signature


class CopyDate(DateScreen, VerbView):
    form_class = CopyDateForm
    template_name = "events/cms/copy_date.html"
    page_title = gettext_lazy("Copy this date")

    @property
    def submit_label(self):
        return _("Add these dates") if getattr(self, "planned", None) else _("Show the list")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"date": self.date}

    def get_explanation(self):
        return [
            _("Each copy has the same time of day, venue, places, ways to join and time to tell us needs beforehand."),
            _("People, what is booked for their needs, papers and reasons to open despite a gap stay with this date."),
        ]

    def form_valid(self, form):
        if form.was_seen:
            return super().form_valid(form)
        self.planned = form.planned
        form.data = form.data.copy()
        form.data["seen"] = form.signature
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, form):
        dates = series.copy(date=self.date, days=form.cleaned_data["days"])
        words = ngettext("%(count)s date was added.", "%(count)s dates were added.", len(dates))
        return words % {"count": len(dates)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(planned=getattr(self, "planned", []), **kwargs)

    def get_success_buttons(self):
        return announcements.offers_for(self.event) if self.event.live else []

    def get_success_url(self):
        return url_of_event(self.date)

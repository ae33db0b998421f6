"""What a member is asked on the page of their link."""

from calendar import monthrange

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content import forms, moments

MONTHS = (1, 3, 6)
OPEN = "open"


class PauseForm(forms.QuestionForm):
    pause = forms.Radios(
        label=gettext_lazy("How long do you want to pause?"),
        missing=gettext_lazy("Select how long you want to pause"),
        help_text=gettext_lazy("You can come back sooner at any time."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.days = {str(months): months_after(timezone.localdate(), months) for months in MONTHS}
        spans = [
            (months, _("%(span)s, until %(day)s") % {"span": _span(int(months)), "day": moments.day(day)})
            for months, day in self.days.items()
        ]
        self.fields["pause"].choices = [*spans, (OPEN, _("Until I say that I am back"))]

    @property
    def until(self):
        """The day on which they are back, or None."""
        return self.days.get(self.cleaned_data["pause"])


def _span(months):
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def months_after(day, months):
    """The same day that many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))

"""The form by which an officer brings in a file of answers."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import sheets
from feedback import importing
from feedback.entry_forms import DayField


class AnswersFileForm(forms.Form):
    """A file of answers; `sheet` is what stands in it."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "CSV or Excel (.xlsx), with the short names of the questions as names of the columns, as a download has. "
            "At most 10,000 rows and 20 MB. The file itself is not kept."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": _("Select a file."), "empty": _("The file is empty.")},
        max_length=200,
    )
    day = DayField(
        label=_("Day on which the answers were given"), help_text=_("For rows without a column “day”. Like 31/3/2026.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.sheet = sheets.read(file, importing.ANSWERS)
        self.digest = importing.digest_of(file)
        return file

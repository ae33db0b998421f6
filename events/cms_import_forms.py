"""The forms by which an officer brings in a file of people: the file, and what its columns are."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from accounts.models import Person
from events import booking_forms, columns, importing, sheets
from events.columns import Column

REACH = {Column.EMAIL, Column.TELEPHONE, Column.ADDRESS}
VALUES_SHOWN = 3


class FileForm(forms.Form):
    """A list of people; `sheet` is what stands in it."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "CSV or Excel (.xlsx), from Eventbrite, Microsoft Forms or your own list. Of a workbook, the first sheet "
            "is read. At most 2,000 rows, 60 columns and 5 MB. The file itself is not kept."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Select a file."),
            "empty": gettext_lazy("The file is empty."),
            "max_length": gettext_lazy("The name of the file must have 200 characters or fewer."),
        },
        max_length=200,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.sheet = sheets.read(file)
        return file


class MatchForm(forms.Form):
    """What each column of a GuestImport is, and what holds for all of its rows; `chosen` is what is kept of it."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How they come"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("For rows that do not say it."),
        error_messages={"required": gettext_lazy("Select how they come.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Reach them by"),
        choices=Person.Channel,
        widget=forms.RadioSelect,
        initial=Person.Channel.EMAIL,
        help_text=gettext_lazy("Where a row has no address or number for it, another that it has is used."),
        error_messages={"required": gettext_lazy("Select how we reach them.")},
    )
    tells = forms.BooleanField(
        label=gettext_lazy("Send each of them our confirmation"),
        help_text=gettext_lazy("Otherwise nobody hears from us now."),
        required=False,
    )
    evidence = forms.CharField(
        label=gettext_lazy("Where they agreed to take part"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as: our form on Eventbrite. For rows that do not say it."),
    )
    given_on = forms.DateField(
        label=gettext_lazy("Day on which they agreed"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("For rows that do not say it."),
    )
    wording = forms.CharField(
        label=gettext_lazy("What they read or heard when they agreed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        initial=importing.WORDING,
        help_text=gettext_lazy("Kept word for word with each consent. Change it to what it was."),
        error_messages={"required": gettext_lazy("Enter what they read or heard.")},
    )
    shares = forms.BooleanField(
        label=gettext_lazy("They agreed that we tell the venue and the people who help us what they need"),
        help_text=booking_forms.SHARE_HINT,
        required=False,
    )
    adults = forms.BooleanField(
        error_messages={"required": gettext_lazy("Select the box when it is true of everybody in the file.")},
        help_text=gettext_lazy("Book younger people one at a time, with their parent or guardian."),
    )

    def __init__(self, *args, file, **kwargs):
        self.file = file
        super().__init__(*args, **kwargs)
        self.names = [f"column_{place}" for place in range(len(file.header))]
        known = file.chosen.get("columns") or columns.guess(file.header, file.rows, to_forum=file.date is None)
        for place, name in enumerate(self.names):
            self.fields[name] = self._column(place, known[place])
        for name in {name for name in self.base_fields if name in file.chosen}:
            self.fields[name].initial = file.chosen[name]
        self._fit_to(file.date)

    def _column(self, place, known):
        values = [row[place + 1] for row in self.file.rows if row[place + 1]][:VALUES_SHOWN]
        return forms.ChoiceField(
            label=self.file.header[place],
            choices=columns.offered(to_forum=self.file.date is None),
            initial=known,
            required=False,
            help_text="; ".join(_("“%(text)s”") % {"text": text[:60]} for text in values) or _("Nothing in it"),
        )

    def _fit_to(self, date):
        age = max(16, date.minimum_age) if date else 16
        self.fields["adults"].label = _("Everybody in the file is %(age)s or over") % {"age": age}
        if date is None:
            del self.fields["mode"], self.fields["shares"]
            return
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in date.modes]
        if len(date.modes) == 1:
            self.fields["mode"].initial = date.modes[0]
        if importing.is_over(self.file):
            del self.fields["tells"]

    @property
    def sections(self):
        """Pairs of a heading and its bound fields, for the template."""
        parts = [
            (_("What each column is"), self.names),
            (_("What they agreed to"), ["evidence", "given_on", "wording", "shares"]),
            (_("What holds for everybody in the file"), ["mode", "channel", "adults", "tells"]),
        ]
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in parts]

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Enter a day that is not still to come."))
        return day

    def clean(self):
        cleaned = super().clean()
        self._check_columns([cleaned.get(name, "") for name in self.names])
        for name, column, missing in [
            ("evidence", Column.CONSENT_WHERE, _("Enter where they agreed, or select the column that says it.")),
            ("given_on", Column.CONSENT_DAY, _("Enter the day, or select the column that says it.")),
        ]:
            if not cleaned.get(name) and name not in self.errors and column not in self._selected:
                self.add_error(name, missing)
        return cleaned

    def _check_columns(self, selected):
        self._selected = set(selected)
        for place, column in enumerate(selected):
            if column and column not in columns.SEVERAL and column in selected[:place]:
                self.add_error(self.names[place], _("Another column is this already. Select it for one of them."))
        if not self._selected & {Column.NAME, Column.FIRST_NAME, Column.LAST_NAME}:
            self.add_error(None, _("Select the column that has their name."))
        if Column.NAME in selected and self._selected & {Column.FIRST_NAME, Column.LAST_NAME}:
            self.add_error(None, _("Select one column with the full name, or those with first and last name."))
        if not self._selected & REACH:
            self.add_error(None, _("Select a column with an e-mail address, a telephone number or a postal address."))

    @property
    def chosen(self):
        cleaned = self.cleaned_data
        day = cleaned["given_on"]
        return {
            "columns": [cleaned[name] for name in self.names],
            "mode": cleaned.get("mode", ""),
            "channel": cleaned["channel"],
            "evidence": cleaned["evidence"],
            "given_on": day.isoformat() if day else "",
            "wording": cleaned["wording"],
            "shares": cleaned.get("shares", False),
            "adults": True,
            "tells": cleaned.get("tells", False),
        }


class TakeInForm(forms.Form):
    """Which of the rows that look like somebody who is there already are a second person; `rows` are of a plan."""

    second = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        alike = [row.number for row in rows if row.fate == importing.Fate.DUPLICATE]
        self.fields["second"].choices = [(number, number) for number in alike]

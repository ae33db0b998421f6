"""The form on which an officer says who came, for a whole date at once."""

from django import forms

from events import attendance
from events.models import Registration
from events.models.dates import Mode

Attendance = Registration.Attendance


class WhoCameForm(forms.Form):
    """
    A box for each of the `registrations` (with companions) who came, and on a date that is both in person and online a
    second one for who came online.
    """

    came = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    online = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, registrations, date, **kwargs):
        super().__init__(*args, **kwargs)
        self.registrations = registrations
        self.asks_for_online = len(date.modes) > 1
        presumed = attendance.presumed(registrations)
        is_online = [each.pk for each in registrations if _is_online(each, presumed[each.pk])]
        for field in self.fields.values():
            field.choices = [(each.pk, each.name) for each in registrations]
        self.initial = {
            "came": [pk for pk, each in presumed.items() if each in (Attendance.CAME, Attendance.CAME_ONLINE)],
            "online": is_online,
        }

    def ticked(self, name):
        """Ids, as numbers, of whose box is ticked now: what was sent, or what is presumed."""
        return {int(value) for value in self[name].value() or [] if str(value).isdecimal()}

    @property
    def rows(self):
        """For the template: a registration, whether it came, whether online."""
        came, online = self.ticked("came"), self.ticked("online")
        return [(each, each.pk in came, each.pk in online) for each in self.registrations]

    @property
    def who(self):
        """What `attendance.mark_all` takes. Whoever has a place online came online, where nothing else was asked."""
        came = set(self.cleaned_data["came"])
        if self.asks_for_online:
            online = set(self.cleaned_data["online"])
        else:
            online = {each.pk for each in self.registrations if each.mode == Mode.ONLINE}
        return {"came": came, "online": came & online}


def _is_online(registration, presumed):
    return presumed == Attendance.CAME_ONLINE or registration.mode == Mode.ONLINE and presumed != Attendance.CAME

"""
Days and times of day in words, as the NHS service manual writes them: "Wednesday 6 August 2018", "5:30pm", "midday".

Every moment is shown as it is in London.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day(moment):
    """The day of a moment (aware) or of a date: "Wednesday 6 August 2018"."""
    on = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return date_format(on, "l j F Y")


def hour(moment):
    """The time of day of a moment (aware): "5pm", "5:30pm", "midday", "midnight"."""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) in {(0, 0), (12, 0)}:
        return _("midday") if local.hour else _("midnight")
    return date_format(local, "g:ia" if local.minute else "ga").replace(".", "").replace(" ", "").lower()


def day_and_hour(moment):
    """A moment (aware) as "5:30pm on Wednesday 6 August 2018"."""
    return _("%(hour)s on %(day)s") % {"hour": hour(moment), "day": day(moment)}


def short(moment):
    """A moment (aware) in a table: "6 Aug 2018, 5:30pm"; "" for none."""
    if moment is None:
        return ""
    return f"{date_format(timezone.localtime(moment), 'j M Y')}, {hour(moment)}"


def span(starts_at, ends_at):
    """From one moment to another: "10am to 1pm", and with the second day where that is another one."""
    if timezone.localdate(starts_at) == timezone.localdate(ends_at):
        return _("%(start)s to %(end)s") % {"start": hour(starts_at), "end": hour(ends_at)}
    return _("%(start)s to %(end)s") % {"start": hour(starts_at), "end": day_and_hour(ends_at)}

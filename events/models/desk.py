from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.ids import public_id
from content.privacy import Privacy
from events.models.dates import EventDate
from events.models.registrations import Registration


class DeskQuerySet(models.QuerySet):
    def open(self, at=None):
        """Serves at the moment `at` (aware; now when left out): not closed by an officer, and not yet midnight."""
        return self.filter(revoked_at=None, closes_at__gt=at or timezone.now())

    def not_open(self, at=None):
        return self.exclude(pk__in=self.open(at))


class Desk(models.Model):
    """
    The desk of a date on one day: whoever has its link and its PIN checks people in until `closes_at`, midnight.

    Of the PIN only a hash is kept. After MOST_WRONG_PINS wrong ones the desk takes no other device until an officer
    makes a new PIN; devices at which it is open go on.
    """

    MOST_WRONG_PINS = 5

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    date = models.ForeignKey(EventDate, on_delete=models.CASCADE, related_name="desks")
    pin = models.CharField(max_length=128, editable=False)
    wrong_pins = models.PositiveSmallIntegerField(default=0, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closes_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DeskQuerySet.as_manager()
    privacy = Privacy(purpose="accountability", kept="30 days after the event", personal=("opened_by",))
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="events_one_desk_of_a_date", fields=["date", "closes_at"], condition=Q(revoked_at=None)
            ),
            models.CheckConstraint(name="events_desk_closes_later", condition=Q(closes_at__gt=F("opened_at"))),
        ]

    def __str__(self):
        return self.public_id

    def is_open(self, at=None):
        return self.revoked_at is None and self.closes_at > (at or timezone.now())

    @property
    def is_locked(self):
        return self.wrong_pins >= self.MOST_WRONG_PINS

    @property
    def tries_left(self):
        return self.MOST_WRONG_PINS - self.wrong_pins


class DeskDevice(models.Model):
    """
    A device on which a desk was opened, and who stood there: the session of a helper, apart from any sign-in.

    What it noted without network before midnight is still taken `LATE_BY` after, but the list is not shown any more.
    """

    LATE_BY = timedelta(hours=12)

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="devices")
    helper = models.CharField(_("who is at the desk"), max_length=60)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    privacy = Privacy(purpose="accountability", kept="30 days after the event", personal=("helper",))
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["opened_at", "pk"]

    def __str__(self):
        return self.public_id

    def is_open(self, at=None):
        """Whether the list may be seen here. Reads the desk."""
        return self.closed_at is None and self.desk.is_open(at)

    def may_send(self, at=None):
        """Whether what was noted here is taken. Reads the desk."""
        return self.closed_at is None and self.desk.is_open((at or timezone.now()) - self.LATE_BY)


class CheckIn(models.Model):
    """
    One act at a desk: that somebody came, or (`attendance` empty) that this was undone. `key` was made by the device;
    the same key again is the same act. `at` is when it was done. Append-only; what holds stands on the registration.
    """

    key = models.UUIDField(unique=True, editable=False)
    device = models.ForeignKey(DeskDevice, on_delete=models.CASCADE, related_name="check_ins")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="check_ins")
    attendance = models.CharField(
        max_length=20, choices=Registration.Attendance, default=Registration.Attendance.UNKNOWN, blank=True
    )
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)

    privacy = Privacy(
        purpose="registration",
        kept="30 days after the event",
        personal=("attendance", "at"),
        not_personal=("received_at",),
        subject="registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return str(self.get_attendance_display())

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy
from events.models.dates import EventDate


class Record(models.Model):
    """What came of a date: its notes and actions. The row is the lock under which notes are numbered."""

    class Audience(models.TextChoices):
        NOBODY = "", _("Nobody: it is not published")
        PLACED = "placed", _("Those who had a place")
        EVERYBODY = "everybody", _("Everybody, on the page of the event")

    date = models.OneToOneField(EventDate, on_delete=models.PROTECT, related_name="record")
    audience = models.CharField(_("who can read it"), max_length=20, choices=Audience, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    privacy = Privacy(purpose="record of an event", kept="with the event", personal=("published_by",))
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("record of a date")
        constraints = [
            models.CheckConstraint(
                name="events_record_published_says_when",
                condition=Q(audience="", published_at=None) | ~Q(audience="") & Q(published_at__isnull=False),
                violation_error_message=_("A published record says when it was published."),
            )
        ]

    def __str__(self):
        return str(self.date)

    @property
    def is_published(self):
        return self.published_at is not None


class NoteQuerySet(models.QuerySet):
    def said(self):
        """What people said; the others are what was asked."""
        return self.filter(kind=Note.Kind.SAID)

    def unread(self):
        return self.filter(state=Note.State.UNREAD)

    def reviewed(self):
        """Read by a person and fit to be shown, as with comments: nothing else is ever published or released."""
        return self.filter(state=Note.State.CLEAR)


class Note(models.Model):
    """
    One numbered note of what was asked or said at a date, in the words of whoever took notes and without names.

    It is no person: notes are never counted as people. `key` is the form's with a number: sent twice is noted once.
    """

    class Kind(models.TextChoices):
        ASKED = "asked", _("What was asked")
        SAID = "said", _("What was said")

    class State(models.TextChoices):
        UNREAD = "unread", _("Not read through yet")
        CLEAR = "clear", _("Read, names nobody")
        WITHHELD = "withheld", _("Withheld")

    LONGEST = 2000

    key = models.CharField(max_length=60, unique=True, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="notes")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SAID)
    text = models.TextField(_("text"), max_length=LONGEST)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UNREAD)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)

    objects = NoteQuerySet.as_manager()
    privacy = Privacy(
        purpose="record of an event",
        kept="with the event; what is withheld or was never read, 12 months after the event",
        personal=("text",),
        special=("text",),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("note")
        ordering = ["record", "number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="events_note_number_once"),
            models.CheckConstraint(
                name="events_note_is_not_empty",
                condition=~Q(text=""),
                violation_error_message=_("Enter what was asked or said."),
            ),
        ]

    def __str__(self):
        return str(self.number)

    @property
    def is_question(self):
        return self.kind == self.Kind.ASKED


class ActionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at=None)

    def overdue(self, at=None):
        """To be done by a day in London that is over at the moment `at` (aware; now when left out)."""
        return self.open().filter(due_on__lt=timezone.localdate(at))


class Action(models.Model):
    """What somebody of ours does because of what was said, by a day."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(
        _("what will be done"),
        max_length=300,
        help_text=_("People read this once the record is published. Name nobody."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who does it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ActionQuerySet.as_manager()
    privacy = Privacy(
        purpose="record of an event", kept="with the event", personal=("owner",), not_personal=("what", "outcome")
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("action")
        ordering = ["record", "due_on", "pk"]

    def __str__(self):
        return self.what

    @property
    def is_done(self):
        return self.done_at is not None

    def is_overdue(self, at=None):
        return not self.is_done and self.due_on is not None and self.due_on < timezone.localdate(at)

from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.privacy import Privacy
from events import needs
from events.models.dates import EventDate, Mode
from events.models.registrations import Registration


class AccessNeedQuerySet(models.QuerySet):
    def in_hand(self):
        """Of people with a place or an offer: what is to be arranged. Whoever waits comes later, if at all."""
        return self.filter(registration__state__in=Registration.State.holding)

    def of_the_waiting(self):
        return self.filter(registration__state=Registration.State.WAITING)

    def overdue(self, at=None):
        """In hand and overdue at the moment `at` (aware; now when left out)."""
        return self.in_hand().filter(AccessNeed.overdue_rule(at))

    def counts(self, at=None):
        """How many are in hand, open, overdue, untold, and met of those of which people said so; in one query."""
        status, in_hand = AccessNeed.Status, Q(registration__state__in=Registration.State.holding)
        rules = {
            "asked": in_hand,
            "open": in_hand & Q(status=status.ASKED),
            "overdue": in_hand & AccessNeed.overdue_rule(at),
            "untold": in_hand & Q(told_at=None, status__in=status.before),
            "waiting": Q(registration__state=Registration.State.WAITING),
            "met": Q(status=status.MET),
            "said": Q(status__in=status.afterwards),
        }
        return self.aggregate(**{name: models.Count("pk", filter=rule) for name, rule in rules.items()})


class AccessNeed(models.Model):
    """One need of one registration: what is needed, never why. Its steps follow the Accessible Information Standard."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked for")
        ARRANGED = "arranged", _("Arranged")
        CANNOT_MEET = "cannot_meet", _("Cannot be met")
        MET = "met", _("Met")
        NOT_MET = "not_met", _("Not met")

        before = nonmember(("asked", "arranged", "cannot_meet"))  # the event
        afterwards = nonmember(("met", "not_met"))

    # How `how_it_went` begins of a need that was not met, or not wholly; in the officers' language.
    NOT_WHOLLY = {"partly": "Partly", "no": "No"}

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="needs")
    code = models.CharField(_("need"), max_length=40, choices=needs.choices)
    detail = models.CharField(_("in words"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ASKED)
    alternative = models.CharField(_("what we offer instead"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("to be arranged by"), null=True, blank=True)
    may_share = models.BooleanField(_("may be shared with the venue or supplier"), default=False)
    is_late = models.BooleanField(_("asked for after the stated day"), default=False)
    told_at = models.DateTimeField(_("they were told"), null=True, blank=True, editable=False)
    how_it_went = models.CharField(_("what they say of it afterwards"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccessNeedQuerySet.as_manager()
    privacy = Privacy(
        purpose="access needs",
        kept="30 days after the event",
        personal=("detail", "owner"),
        special=("code", "detail", "how_it_went"),
        not_personal=("alternative", "told_at"),
        subject="registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("access need")
        ordering = ["registration", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "code"],
                name="events_accessneed_once",
                violation_error_message=_("This need is noted already."),
            ),
            models.CheckConstraint(
                name="events_accessneed_refusal_offers_something",
                condition=~Q(status="cannot_meet") | ~Q(alternative=""),
                violation_error_message=_("Enter what we offer instead."),
            ),
        ]

    def __str__(self):
        return str(needs.NEEDS.label(self.code))

    @classmethod
    def overdue_rule(cls, at=None):
        """The condition: not arranged, or its person not told, by the day that was set, while the date is to come."""
        at = at or timezone.now()
        today, status = timezone.localdate(at), cls.Status
        late = Q(status=status.ASKED, due_on__lt=today)
        untold = Q(told_at=None, status__in=status.before, registration__date__needs_answer_by__lt=today)
        return (late | untold) & Q(registration__date__ends_at__gt=at, registration__date__cancelled_at=None)

    @property
    def category(self):
        """The needs.Category of what is needed; something else for a code that the list no longer knows."""
        return needs.CATEGORY_OF.get(self.code, needs.Category.ELSE)

    @property
    def is_open(self):
        """Whether something must still be arranged."""
        return self.status == self.Status.ASKED

    @property
    def answer(self):
        """Whether it was met, as the person says: yes, partly, no, or "" while they have not said."""
        if self.status == self.Status.NOT_MET:
            return "partly" if self.how_it_went.startswith(self.NOT_WHOLLY["partly"]) else "no"
        return "yes" if self.status == self.Status.MET else ""

    @property
    def in_their_words(self):
        """What they say of it, without the word with which it begins when it was not met."""
        return self.how_it_went.partition(": ")[2] if self.answer in self.NOT_WHOLLY else self.how_it_went


class ResourceQuerySet(models.QuerySet):
    def cost(self):
        """What it all costs in pounds, apart from what was not to be had."""
        had = self.exclude(status=Resource.Status.NOT_TO_BE_HAD)
        return had.aggregate(total=models.Sum("cost"))["total"] or 0


class Resource(models.Model):
    """What we book for several people of a date at once, such as two interpreters. It says nothing of who needs it."""

    class Status(models.TextChoices):
        TO_BOOK = "to_book", _("To be booked")
        BOOKED = "booked", _("Booked")
        NOT_TO_BE_HAD = "not_to_be_had", _("Not to be had")

    date = models.ForeignKey(EventDate, on_delete=models.CASCADE, related_name="resources")
    code = models.CharField(_("what"), max_length=40, choices=needs.choices)
    detail = models.CharField(_("in words"), max_length=300, blank=True, help_text=_("Do not name anybody."))
    quantity = models.PositiveSmallIntegerField(
        _("how many"), default=1, help_text=_("Two interpreters take turns beyond an hour.")
    )
    mode = models.CharField(_("for people who come"), max_length=20, choices=Mode, blank=True)
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)
    supplier_contact = models.CharField(_("how to reach the supplier"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.TO_BOOK)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who books it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_on = models.DateField(_("to be booked by"), null=True, blank=True)
    preparation_sent_on = models.DateField(_("papers were sent to them on"), null=True, blank=True)
    cost = models.DecimalField(_("cost in pounds"), max_digits=8, decimal_places=2, null=True, blank=True)
    needs = models.ManyToManyField(AccessNeed, blank=True, related_name="resources", verbose_name=_("meets the needs"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ResourceQuerySet.as_manager()
    privacy = Privacy(
        purpose="access needs",
        kept="with the event; what it meets, 30 days after the event",
        personal=("supplier_contact", "owner"),
        not_personal=("detail", "supplier", "cost"),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("resource")
        ordering = ["date", "due_on", "pk"]

    def __str__(self):
        return str(needs.NEEDS.label(self.code))


class KeptNeed(models.Model):
    """What somebody needs whenever they come, kept because they said that we may. Asked anew each time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kept_needs")
    code = models.CharField(_("need"), max_length=40, choices=needs.choices)
    detail = models.CharField(_("in words"), max_length=500, blank=True)
    confirmed_on = models.DateField(_("last said to be right"), default=timezone.localdate)

    privacy = Privacy(
        purpose="access needs",
        kept="until they say otherwise, or 12 months after they last said that it is right",
        personal=("person", "detail", "confirmed_on"),
        special=("code", "detail"),
        subject="person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("need kept for next time")
        ordering = ["person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "code"],
                name="events_keptneed_once",
                violation_error_message=_("This need is noted already."),
            )
        ]

    def __str__(self):
        return str(needs.NEEDS.label(self.code))

from datetime import timedelta
from decimal import Decimal
from enum import nonmember

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from content.identifiers import refuse_bank_details
from content.ids import public_id
from content.privacy import NO_PERSONAL_DATA, Privacy
from events.models.dates import EventDate
from events.models.registrations import Registration

PENNY = Decimal("0.01")


class PaymentOffer(models.Model):
    """What we pay people who come to a date. People can claim once it is stated; the last one made is the rate card."""

    date = models.OneToOneField(EventDate, on_delete=models.PROTECT, related_name="payment_offer")
    fee = models.DecimalField(
        _("payment for taking part, in pounds"),
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_("For each person, for preparing, coming and what follows. 0 for no payment."),
    )
    basis = I18nCharField(
        _("what the payment is for"), max_length=120, blank=True, help_text=_("Such as: half a day with preparation.")
    )
    vouchers = models.BooleanField(_("people can have a voucher instead"), default=False)
    donations = models.BooleanField(_("people can give it to a charity instead"), default=False)
    pays_expenses = models.BooleanField(_("we pay expenses"), default=True)
    mileage = models.DecimalField(
        _("pounds for each mile by car"),
        max_digits=4,
        decimal_places=2,
        default=Decimal("0.45"),
        validators=[MinValueValidator(PENNY)],
    )
    how_paid = I18nTextField(
        _("how people are paid"),
        max_length=500,
        blank=True,
        help_text=_("Who asks them for their bank details, and by which way. They are never asked for on this site."),
    )
    updated_at = models.DateTimeField(auto_now=True)

    privacy = NO_PERSONAL_DATA
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("payment offer")
        constraints = [
            models.CheckConstraint(
                name="events_paymentoffer_fee_is_not_negative",
                condition=Q(fee__gte=0),
                violation_error_message=_("Enter 0 or more."),
            ),
        ]

    def __str__(self):
        return f"£{self.fee}"


class PaymentDecision(models.Model):
    """
    Whether somebody takes the payment that was offered: `fee`, `basis` and the words `shown` are as they saw them.

    It is theirs to say, changes nothing about their place, and no reason is asked for.
    """

    class Choice(models.TextChoices):
        ACCEPT = "accept", _("Yes, I want to be paid")
        VOUCHER = "voucher", _("A voucher instead")
        DONATE = "donate", _("Give it to a charity")
        DECLINE = "decline", _("No, I do not want to be paid")

        paid = nonmember(("accept", "voucher", "donate"))

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="payment_decision")
    choice = models.CharField(_("decision"), max_length=20, choices=Choice)
    fee = models.DecimalField(_("offered, in pounds"), max_digits=6, decimal_places=2)
    basis = models.CharField(max_length=120, blank=True)
    shown = models.TextField(_("what they were told about benefits"))
    decided_at = models.DateTimeField(_("decided"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    privacy = Privacy(
        purpose="payment of people who take part",
        kept="with the registration",
        personal=("choice", "decided_at", "noted_by"),
        not_personal=("fee", "basis", "shown"),
        subject="registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision about payment")

    def __str__(self):
        return str(self.get_choice_display())


class ClaimQuerySet(models.QuerySet):
    def open(self):
        """Still to be decided or paid."""
        return self.filter(status__in=Claim.Status.open)

    def overdue(self, at=None):
        """Open for longer than we say, at the moment `at` (aware; now when left out)."""
        return self.filter(Claim.overdue_rule(at))

    def decided_before(self, at):
        """Closed, and last touched before a moment (aware)."""
        closed = self.exclude(status__in=Claim.Status.open)
        return closed.filter(claimed_at__lt=at).exclude(decided_at__gte=at).exclude(paid_at__gte=at)


class Claim(models.Model):
    """
    One thing that somebody asks us to pay: an expense, also of whoever came with them, or the payment they accepted.

    It says what and how much, and never where the money goes: bank details are asked for by another way. `key` is the
    form's: the same key again is the same claim. Who decided and who paid stand in words, since the record outlives
    the account of an officer.
    """

    DUE_WITHIN = timedelta(days=30)

    class Kind(models.TextChoices):
        TRAVEL = "travel", _("Public transport or taxi")
        MILEAGE = "mileage", _("Miles in a car")
        PARKING = "parking", _("Parking or tolls")
        FOOD = "food", _("Food and drink")
        STAY = "stay", _("A place to stay overnight")
        CARE = "care", _("Care for somebody while I was away")
        SUPPORT = "support", _("A support worker or personal assistant")
        ONLINE = "online", _("Joining online or by telephone")
        OTHER = "other", _("Something else")
        PAYMENT = "payment", _("Payment for taking part")

        expenses = nonmember(("travel", "mileage", "parking", "food", "stay", "care", "support", "online", "other"))

    class Status(models.TextChoices):
        CLAIMED = "claimed", _("Claimed")
        QUERIED = "queried", _("Has a question to answer")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        PAID = "paid", _("Paid")
        WITHDRAWN = "withdrawn", _("Withdrawn")

        undecided = nonmember(("claimed", "queried"))
        open = nonmember(("claimed", "queried", "approved"))

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    key = models.CharField(max_length=60, unique=True, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(_("what for"), max_length=20, choices=Kind)
    for_companion = models.BooleanField(_("for somebody who came with them"), default=False)
    amount = models.DecimalField(
        _("amount in pounds"), max_digits=6, decimal_places=2, validators=[MinValueValidator(PENNY)]
    )
    miles = models.DecimalField(
        _("miles"), max_digits=5, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(PENNY)]
    )
    detail = models.CharField(_("in words"), max_length=300, blank=True, validators=[refuse_bank_details])
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.CLAIMED)
    question = models.CharField(_("our question"), max_length=300, blank=True, validators=[refuse_bank_details])
    answer = models.CharField(_("their answer"), max_length=300, blank=True, validators=[refuse_bank_details])
    approved = models.DecimalField(_("approved, in pounds"), max_digits=6, decimal_places=2, null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True, validators=[refuse_bank_details])
    claimed_at = models.DateTimeField(_("claimed"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True, editable=False)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True, editable=False)
    paid_by = models.CharField(_("noted as paid by"), max_length=200, blank=True, editable=False)

    objects = ClaimQuerySet.as_manager()
    privacy = Privacy(
        purpose="payment of people who take part",
        kept="amounts 6 years after the end of the financial year, words with the registration",
        personal=("detail", "answer", "question", "reason", "decided_by", "paid_by"),
        special=("kind", "detail"),
        not_personal=("amount", "miles", "approved"),
        subject="registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("claim")
        ordering = ["claimed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="events_claim_amount_is_positive",
                condition=Q(amount__gt=0) & (Q(approved=None) | Q(approved__gt=0)),
                violation_error_message=_("Enter an amount of 1 penny or more."),
            ),
            models.CheckConstraint(
                name="events_claim_mileage_says_how_many",
                condition=Q(kind="mileage", miles__isnull=False, miles__gt=0) | ~Q(kind="mileage") & Q(miles=None),
                violation_error_message=_("Enter how many miles it was."),
            ),
            models.CheckConstraint(
                name="events_claim_decided_says_who_and_when",
                condition=~Q(status__in=("approved", "refused", "paid"))
                | Q(decided_at__isnull=False) & ~Q(decided_by=""),
                violation_error_message=_("A decided claim says who decided it and when."),
            ),
            models.CheckConstraint(
                name="events_claim_paid_says_who_and_when",
                condition=~Q(status="paid") | Q(paid_at__isnull=False) & ~Q(paid_by=""),
                violation_error_message=_("A paid claim says who noted it and when."),
            ),
            models.CheckConstraint(
                name="events_claim_approved_says_how_much",
                condition=Q(status__in=("approved", "paid"), approved__isnull=False)
                | ~Q(status__in=("approved", "paid")) & Q(approved=None),
                violation_error_message=_("An approved claim says how much was approved."),
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(kind="payment", status__in=("claimed", "queried", "approved", "paid")),
                name="events_claim_one_payment",
                violation_error_message=_("The payment is claimed already."),
            ),
        ]

    def __str__(self):
        return self.public_id

    @classmethod
    def overdue_rule(cls, at=None):
        """The condition: open for longer than DUE_WITHIN, counted as `counted_from` says."""
        since = (at or timezone.now()) - cls.DUE_WITHIN
        late = Q(claimed_at__lt=since) & (~Q(kind=cls.Kind.PAYMENT) | Q(registration__date__ends_at__lt=since))
        return Q(status__in=cls.Status.open) & late

    @property
    def counted_from(self):
        """Since when it is open. The payment may be accepted long before the event, after which it is due."""
        return max(self.claimed_at, self.registration.date.ends_at) if self.is_payment else self.claimed_at

    def days_open(self, at=None):
        """Whole days in London for which it has been, or had been, open at the moment `at` (aware; now if left out)."""
        until = self.paid_at or (at or timezone.now())
        if self.status in (self.Status.REFUSED, self.Status.WITHDRAWN):
            until = self.decided_at or self.claimed_at
        return max(0, (timezone.localdate(until) - timezone.localdate(self.counted_from)).days)

    def is_overdue(self, at=None):
        return self.is_open and self.counted_from < (at or timezone.now()) - self.DUE_WITHIN

    @property
    def is_payment(self):
        return self.kind == self.Kind.PAYMENT

    @property
    def is_open(self):
        return self.status in self.Status.open

    @property
    def is_undecided(self):
        return self.status in self.Status.undecided

    @property
    def is_reduced(self):
        """Whether less, or more, was approved than was claimed."""
        return self.approved is not None and self.approved != self.amount

    @property
    def to_pay(self):
        """What we pay, or what was claimed while nobody has decided; in pounds."""
        return self.amount if self.approved is None else self.approved

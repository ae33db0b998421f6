from datetime import timedelta
from enum import nonmember

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from content.ids import public_id
from content.privacy import Privacy
from events.models import EventDate, Registration
from feedback.models.pages import FeedbackPage

TO_WITHDRAW = timedelta(days=14)  # after a form closes, where no day is stated


class Profile(models.TextChoices):
    """The rules by which counts are hidden and rounded for design teams; `feedback.disclosure` knows them."""

    NHS = "nhs_1_7_r5", _("NHS: 1 to 7 are hidden, other numbers rounded to 5")
    ONS = "ons_10_5", _("Office for National Statistics: fewer than 10 are hidden, other numbers rounded to 5")


class SurveyQuerySet(models.QuerySet):
    """Half-open words of time; a survey without dates is closed."""

    def open(self, at=None):
        """Taking answers at the moment `at` (aware; now when left out)."""
        at = at or timezone.now()
        return self.filter(opens_at__lte=at).filter(Q(closes_at=None) | Q(closes_at__gt=at))

    def coming(self, at=None):
        return self.filter(opens_at__gt=at or timezone.now())

    def closed(self, at=None):
        return self.filter(closes_at__lte=at or timezone.now())

    def for_anyone(self):
        """Those that need no personal link."""
        return self.filter(who_may_answer=Survey.WhoMayAnswer.ANYONE)

    def awaiting_release(self, at=None):
        """
        Those that may need a summary for design teams: opened, and without one from after they closed, or with answers
        still to be entered from paper.
        """
        at = at or timezone.now()
        ended = Q(closes_at__lte=at - Survey.ENTERED_FOR)
        done = ended & Q(releases__why__in=("closed", "kept"), releases__made_at__gte=F("closes_at"))
        return self.filter(opens_at__lte=at).exclude(pk__in=Survey.objects.filter(done).values("pk"))

    def inviting_by_themselves(self, at=None):
        """Those that ask whoever came to a date which is over at the moment `at` (aware; now when left out)."""
        at = at or timezone.now()
        ended = self.open(at).on_public_pages().filter(date__ends_at__lte=at, date__cancelled_at=None)
        return ended.filter(invites_by_itself=True).filter(who_may_answer__in=Survey.WhoMayAnswer.by_invitation)

    def reminding(self, at=None):
        """Those that remind whoever was asked by personal link, while they are open at the moment `at`."""
        return (
            self.open(at).on_public_pages().exclude(reminds_after=None).filter(invitations__answered=False).distinct()
        )

    def past_withdrawing(self, at=None):
        """Those whose last day for withdrawing answers is over at the moment `at` (aware; now when left out)."""
        at = at or timezone.now()
        today = timezone.localdate(at)
        unstated = self.filter(withdraw_until=None, closes_at__date__lt=today - TO_WITHDRAW)
        return self.filter(withdraw_until__lt=today) | unstated

    def on_public_pages(self):
        return self.filter(page__in=FeedbackPage.objects.open_to_the_public())


class Survey(models.Model):
    """The facts of a feedback form: when it is open, who may answer, and whether anything leads back to a person."""

    class WhoMayAnswer(models.TextChoices):
        ANYONE = "anyone", _("Anyone")
        BOOKED = "booked", _("People who booked, by personal link")
        ATTENDED = "attended", _("People who came, by personal link")
        LINKS = "links", _("Whoever has a link from a list, once")

        by_invitation = nonmember(("booked", "attended"))

    # What was filled in while the form was open may come by post, and then lie on a desk.
    ENTERED_FOR = timedelta(days=14)

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    page = models.OneToOneField(FeedbackPage, on_delete=models.PROTECT, related_name="survey")
    date = models.ForeignKey(
        EventDate, verbose_name=_("event date"), null=True, blank=True, on_delete=models.PROTECT, related_name="surveys"
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    who_may_answer = models.CharField(
        _("who may answer"), max_length=20, choices=WhoMayAnswer, default=WhoMayAnswer.ANYONE
    )
    anonymous = models.BooleanField(
        _("anonymous"),
        default=True,
        help_text=_("Nothing leads back to a person. Cannot be changed once its page is public."),
    )
    invites_by_itself = models.BooleanField(
        _("thanks and asks whoever came by itself"),
        default=True,
        help_text=_(
            "Once the date is over and the form is open: at once whoever was noted as there, others a day later. "
            "Without this nobody is asked until you send the invitations."
        ),
    )
    reminds_after = models.PositiveSmallIntegerField(
        _("reminds once after so many days"),
        null=True,
        blank=True,
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Whoever was asked by personal link and has not answered by then. Empty: nobody is reminded."),
    )
    asks_research = models.BooleanField(
        _("asks whether answers may be used in research"),
        default=False,
        help_text=_("Say in the consent wording of the page who does the research."),
    )
    offers_credit = models.BooleanField(
        _("asks whether people may be named"),
        default=False,
        help_text=_("For forms by personal link that are not anonymous."),
    )
    asks_equality = models.BooleanField(
        _("asks the equality questions"),
        default=False,
        help_text=_("At the end, for whoever wants. Equality answers can never be compared with other answers."),
    )
    profile = models.CharField(_("numbers for design teams"), max_length=20, choices=Profile, default=Profile.NHS)
    target = models.PositiveIntegerField(_("answers hoped for"), null=True, blank=True)
    safety_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("safety lead"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Looks after comments that may tell of harm, of abuse or of a complaint. "
            "A form that asks for people's own words does not open without one."
        ),
    )
    withdraw_until = models.DateField(
        _("last day to withdraw answers"),
        null=True,
        blank=True,
        help_text=_("Not before it closes; 14 days after that when left empty. Nobody can withdraw later."),
    )
    read_in = models.JSONField(
        default=dict,
        editable=False,
        help_text="Presentation or language -> answers, where that does not stand beside the answers.",
    )
    came_by = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text=_("How answers that were entered came, {code: number}, where that does not stand beside them."),
    )
    in_words = I18nTextField(
        _("what people said, in words"),
        blank=True,
        help_text=_("Shown to design teams when fewer than 10 people answered. Identify nobody."),
    )

    objects = SurveyQuerySet.as_manager()
    privacy = Privacy(
        purpose="safety of people",
        kept="with the form",
        personal=("safety_lead",),
        not_personal=("in_words", "read_in", "came_by"),
    )

    class Meta:
        verbose_name = _("survey")
        constraints = [
            models.CheckConstraint(
                name="feedback_survey_closes_after_it_opens",
                condition=Q(closes_at=None) | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
                violation_error_message=_("Enter a closing time that is after the opening time."),
            ),
            models.CheckConstraint(
                name="feedback_survey_personal_links_need_a_date",
                condition=Q(who_may_answer__in=("anyone", "links")) | Q(date__isnull=False),
                violation_error_message=_("Select the event date whose people may answer."),
            ),
            models.CheckConstraint(
                name="feedback_survey_single_links_are_anonymous",
                condition=~Q(who_may_answer="links") | Q(anonymous=True),
                violation_error_message=_("A form by single-use links is anonymous: nobody knows who has which link."),
            ),
            models.CheckConstraint(
                name="feedback_survey_names_only_whom_it_knows",
                condition=Q(offers_credit=False) | Q(anonymous=False) & ~Q(who_may_answer="anyone"),
                violation_error_message=_("Nobody can be named of a form that is anonymous, or open to anyone."),
            ),
        ]

    def __str__(self):
        return self.public_id

    def is_open(self, at=None):
        """Whether answers are taken at the moment `at` (aware; now when left out)."""
        at = at or timezone.now()
        return self.has_opened(at) and (self.closes_at is None or at < self.closes_at) and not self.lacks_lead

    def is_closed(self, at=None):
        return self.closes_at is not None and self.closes_at <= (at or timezone.now())

    def has_opened(self, at=None):
        return self.opens_at is not None and self.opens_at <= (at or timezone.now())

    @property
    def last_day_to_withdraw(self):
        """The day to whose end four words withdraw answers; None while nobody knows when the form closes."""
        if self.withdraw_until or self.closes_at is None:
            return self.withdraw_until
        return timezone.localdate(self.closes_at) + TO_WITHDRAW

    def lets_withdraw(self, at=None):
        """Whether answers can be withdrawn at the moment `at` (aware; now when left out)."""
        last = self.last_day_to_withdraw
        return last is None or timezone.localdate(at) <= last

    @property
    def lacks_lead(self):
        """Whether people would write something that nobody is there to look after. It then takes no answers."""
        return self.safety_lead_id is None and self.page.asks_for_words

    @property
    def is_personal(self):
        """Whether a personal link is needed to answer: whoever reads the results may then know who was asked."""
        return self.who_may_answer != self.WhoMayAnswer.ANYONE

    @property
    def can_be_answered_again(self):
        """Whether whoever withdraws can answer anew. A link is free again only where we know who answered by it."""
        return not (self.is_personal and self.anonymous)

    @property
    def knows_whom_it_asked(self):
        """
        Whether we know who may have given an anonymous answer: bookings say who is called, signs or reads Easy Read.

        How an answer came is then counted apart from it.
        """
        return self.anonymous and self.invites

    @property
    def invites(self):
        """Whether people of a date are sent a link of their own."""
        return self.who_may_answer in self.WhoMayAnswer.by_invitation


class Invitation(models.Model):
    """
    A personal link to a survey for one registration. It knows whether it was used, and not which answer it gave.

    No time belongs here, and only `responding` writes `answered`: that it was used, in all rows of a survey at once.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="invitations")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="invitations")
    answered = models.BooleanField(default=False)

    privacy = Privacy(
        purpose="feedback",
        kept="with the registration",
        personal=("registration", "answered"),
        subject="registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "registration"], name="feedback_invitation_once"),
        ]

    def __str__(self):
        return self.public_id

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.telephones import dialled, digits
from content.ids import public_id, random_key
from content.privacy import Privacy

SHORTEST_NUMBER = 4  # digits by which somebody is looked for


class PersonQuerySet(models.QuerySet):
    def matching(self, text):
        """People whose name, reference, e-mail address or telephone number holds `text`."""
        found = (
            Q(name__icontains=text)
            | Q(known_as__icontains=text)
            | Q(email__icontains=text)
            | Q(helper_email__icontains=text)
            | Q(helper_name__icontains=text)
            | Q(public_id=text.lower())
        )
        if len(digits(text)) >= SHORTEST_NUMBER:
            found |= Q(telephone_digits__contains=digits(text)) | Q(helper_telephone__contains=text)
        if len(dialled(text)) >= SHORTEST_NUMBER:
            found |= Q(telephone_digits__contains=dialled(text))
        return self.filter(found)

    def idle(self, before):
        """Unchanged since the moment `before` (aware), and no row of any room hangs on them."""
        found = self.filter(updated_at__lte=before)
        for relation in self.model._meta.related_objects:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(rows))
        return found


class Person(models.Model):
    """
    Somebody who takes part, with or without an account, with or without an e-mail address.

    What was typed in one booking belongs to its Registration; here stands only how to reach the person. `subject` is
    the random key under which the ledger and the logs speak of them, so that erasing this row leaves those true and
    nameless.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        TELEPHONE = "telephone", _("Telephone call")
        TEXT = "text", _("Text message")
        LETTER = "letter", _("Letter")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    subject = models.CharField(max_length=40, unique=True, default=random_key, editable=False)
    name = models.CharField(_("name"), max_length=120)
    known_as = models.CharField(_("name that others see"), max_length=120, blank=True)
    channel = models.CharField(_("how to reach them"), max_length=20, choices=Channel, default=Channel.EMAIL)
    email = models.EmailField(_("e-mail address"), blank=True, db_index=True)
    email_confirmed_at = models.DateTimeField(_("e-mail address confirmed"), null=True, blank=True)
    telephone = models.CharField(_("telephone number"), max_length=40, blank=True)
    telephone_digits = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    address = models.TextField(_("postal address"), blank=True)
    helper_name = models.CharField(_("name of the person who helps them"), max_length=120, blank=True)
    helper_email = models.EmailField(_("e-mail address of the person who helps them"), blank=True)
    helper_telephone = models.CharField(_("telephone number of the person who helps them"), max_length=40, blank=True)
    reach_helper = models.BooleanField(_("messages go to the person who helps them"), default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    is_16_or_over = models.BooleanField(_("16 or over"), null=True, blank=True)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    WAYS_TO_REACH = ("email", "telephone", "address", "helper_email", "helper_telephone")

    objects = PersonQuerySet.as_manager()
    privacy = Privacy(
        purpose="registration",
        kept="12 months after the last event",
        personal=(
            "name",
            "known_as",
            "email",
            "email_confirmed_at",
            "telephone",
            "telephone_digits",
            "address",
            "helper_name",
            "helper_email",
            "helper_telephone",
            "language",
            "is_16_or_over",
            "claimed_by",
            "merged_into",
        ),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        permissions = [("erase_person", "Can erase a person")]
        constraints = [
            models.CheckConstraint(
                name="accounts_person_can_be_reached",
                condition=~Q(email="")
                | ~Q(telephone="")
                | ~Q(address="")
                | ~Q(helper_email="")
                | ~Q(helper_telephone="")
                | Q(merged_into__isnull=False),
                violation_error_message=_("Enter an e-mail address, a telephone number or a postal address."),
            ),
            models.CheckConstraint(
                name="accounts_person_helper_is_named",
                condition=Q(reach_helper=False) | ~Q(helper_name=""),
                violation_error_message=_("Enter the name of the person who helps them."),
            ),
        ]

    def __str__(self):
        return self.public_id

    def save(self, *args, **kwargs):
        self.telephone_digits = dialled(self.telephone)
        super().save(*args, **kwargs)

    def clean(self):
        """The rules of the constraints, in words and without a query for each."""
        if not (any(getattr(self, name) for name in self.WAYS_TO_REACH) or self.merged_into_id):
            raise ValidationError(_("Enter an e-mail address, a telephone number or a postal address."))
        if self.reach_helper and not self.helper_name:
            raise ValidationError(_("Enter the name of the person who helps them."))

    @property
    def address_to_write_to(self):
        """The e-mail address for messages, of the person or of the one who helps them; may be empty."""
        return self.helper_email if self.reach_helper else self.email

    @property
    def number_to_call(self):
        return self.helper_telephone if self.reach_helper else self.telephone

    @property
    def greeting_name(self):
        return self.helper_name if self.reach_helper else self.known_as or self.name

from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from content.privacy import NO_PERSONAL_DATA


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    ASK = "ask", _("Ask us")


def access_fact(label):
    return models.CharField(label, max_length=3, choices=Answer, default=Answer.ASK)


class Venue(models.Model):
    """A place where people meet, with what they need to know before they come. "Ask us" is said, never left out."""

    name = I18nCharField(_("name"), max_length=200)
    address = models.TextField(_("address"))
    postcode = models.CharField(_("postcode"), max_length=10)
    directions = I18nTextField(_("how to get there"), blank=True)
    step_free = access_fact(_("step-free route from the street"))
    accessible_toilet = access_fact(_("accessible toilet"))
    changing_places = access_fact(_("Changing Places toilet"))
    lift = access_fact(_("lift"))
    parking_bays = access_fact(_("accessible parking bays"))
    hearing_loop = access_fact(_("hearing loop"))
    quiet_room = access_fact(_("quiet room"))
    prayer_room = access_fact(_("prayer room"))
    baby_changing = access_fact(_("baby feeding and changing"))
    assistance_dog_area = access_fact(_("area for assistance dogs"))
    seating_with_arms = access_fact(_("chairs with arms"))
    access_note = I18nTextField(_("more about access"), blank=True)

    ACCESS_FACTS = (
        "step_free",
        "accessible_toilet",
        "changing_places",
        "lift",
        "parking_bays",
        "hearing_loop",
        "quiet_room",
        "prayer_room",
        "baby_changing",
        "assistance_dog_area",
        "seating_with_arms",
    )
    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("venue")
        ordering = ["name", "pk"]

    def __str__(self):
        return str(self.name)

    @property
    def access_facts(self):
        """Pairs of the fact's label and its answer in words, for a page."""
        return [
            (self._meta.get_field(fact).verbose_name, getattr(self, f"get_{fact}_display")())
            for fact in self.ACCESS_FACTS
        ]

    @property
    def one_line(self):
        """Name and address on one line, for a message or a calendar entry."""
        lines = [str(self.name), *self.address.splitlines(), self.postcode]
        return ", ".join(line.strip() for line in lines if line.strip())

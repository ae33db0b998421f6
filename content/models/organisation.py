from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from content.privacy import NO_PERSONAL_DATA

colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Enter a colour as # and 6 digits, such as #005eb8."))


@register_setting(icon="home")
class Organisation(BaseSiteSetting):
    """Who runs the site: the name in the header, and how to reach them. Neutral until somebody fills it in."""

    name = I18nCharField(_("name"), max_length=200, default="Involvement")
    short_name = I18nCharField(_("short name"), max_length=60, blank=True)
    strapline = I18nCharField(_("strapline"), max_length=200, blank=True)
    colour = models.CharField(
        _("header colour"),
        max_length=7,
        default="#005eb8",
        validators=[colour],
        help_text=_("White text on it must stay readable: a contrast of at least 4.5 to 1."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    telephone_hours = I18nCharField(_("telephone hours"), max_length=200, blank=True)
    text_number = models.CharField(_("number for text messages"), max_length=40, blank=True)
    relay_note = I18nCharField(_("Relay UK or sign language video relay"), max_length=300, blank=True)
    address = I18nTextField(_("postal address"), blank=True)
    controller = I18nCharField(_("data controller"), max_length=200, blank=True)
    data_protection_email = models.EmailField(_("data protection officer's e-mail address"), blank=True)
    payment_caution = I18nTextField(
        _("caution about payment and benefits"),
        default="A payment may affect benefits, even if you decide to decline it. Get advice before you accept, "
        "for example from Citizens Advice.",
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("short_name"), FieldPanel("strapline"), FieldPanel("colour")],
            heading=_("Name and look"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("email"),
                FieldPanel("telephone"),
                FieldPanel("telephone_hours"),
                FieldPanel("text_number"),
                FieldPanel("relay_note"),
                FieldPanel("address"),
            ],
            heading=_("How to reach you"),
        ),
        MultiFieldPanel(
            [FieldPanel("controller"), FieldPanel("data_protection_email"), FieldPanel("payment_caution")],
            heading=_("Data protection and payment"),
        ),
    ]
    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("organisation")

from functools import cache

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from content.privacy import NO_PERSONAL_DATA


@cache
def main_locale():
    """The locale of the site's main language, read once per process."""
    return Locale.objects.get(language_code=settings.LANGUAGE_CODE)


def _forget_main_locale(**kwargs):
    main_locale.cache_clear()


post_save.connect(_forget_main_locale, sender=Locale)
post_delete.connect(_forget_main_locale, sender=Locale)


def in_this_language(page):
    """A page of the main language as the active language has it; itself where it is not translated."""
    main = main_locale()
    is_here = page.locale_id == main.pk and get_language() == main.language_code
    return page if is_here else page.localized  # which asks the database


class PublicQuerySet(PageQuerySet):
    """The words of pages that anyone may come to read."""

    def open_to_the_public(self):
        """
        Live, and neither the page nor one above it is private: the one word that lists and details both use.

        As Wagtail's `live().public()`, but in one query.
        """
        path = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        private = PageViewRestriction.objects.annotate(path=path).filter(path__startswith=F("page__path"))
        return self.live().filter(~Exists(private))


class BasePage(Page):
    """Every page of the site: a summary for cards and search, and the way to the page on which facts hang."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two short sentences in plain English. Shown in lists and search results."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2), index.AutocompleteField("summary")]
    privacy = NO_PERSONAL_DATA

    class Meta:
        abstract = True

    @property
    def original(self):
        """
        The page on which this page's facts hang: that of the main language.

        An alias leads to what it mirrors first. No query for a page that is its own original.
        """
        page = self.alias_of.specific if self.alias_of_id else self
        if page.locale_id == main_locale().pk:
            return page
        return page.get_translation_or_none(main_locale()) or page


class FactsPage(BasePage):
    """A page on which rows hang (dates, members, answers): created in the main language, elsewhere by translating."""

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent):
        return super().can_create_at(parent) and parent.locale_id == main_locale().pk

    @property
    def has_facts(self):
        """False for a page that was never saved (a preview): accessors of facts then answer nothing."""
        return self.original.pk is not None


class ContactFields(models.Model):
    """Whom to ask: a team or role, by telephone and by a way that needs no telephone."""

    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_telephone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("contact e-mail address"), blank=True)
    contact_other = models.CharField(_("another way to reach the contact"), max_length=200, blank=True)

    contact_panels = [
        FieldPanel("contact_name"),
        FieldPanel("contact_telephone"),
        FieldPanel("contact_email"),
        FieldPanel("contact_other"),
    ]

    class Meta:
        abstract = True

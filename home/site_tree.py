"""
The pages that every site has: the home page, the lists of each room, and the pages that the footer leads to.

`make()` is called by `manage.py setup_site` and by the demonstration, not by a migration: a migration's pages would be
gone after a test that empties the tables, and could not use the models' own code. It adds what is missing and changes
nothing that exists.
"""

import tomllib
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Page, Site

from content.models import main_locale
from events.models import EventIndexPage, ForumIndexPage
from feedback.models import FeedbackIndexPage
from home.models import HomePage, NewsIndexPage, StandardPage
from reviews.models import ReviewIndexPage

STARTING_PAGES = Path(__file__).parent / "starting_pages.toml"


def _(text):
    return text  # for makemessages: translated when the page is made


LISTS = (  # model, slug, title: the menu, from left to right
    (ReviewIndexPage, "reviews", _("Under review")),
    (EventIndexPage, "events", _("Events")),
    (ForumIndexPage, "forums", _("Forums")),
    (FeedbackIndexPage, "feedback", _("Feedback")),
    (NewsIndexPage, "news", _("News")),
)


@transaction.atomic
def make():
    """Make what is missing, in the main language, and return the home page."""
    with override(settings.LANGUAGE_CODE):
        home = _home()
        for model, slug, title in LISTS:
            if not model.objects.child_of(home).exists():
                home.add_child(instance=model(title=gettext(title), slug=slug, show_in_menus=True))
        for page in tomllib.loads(STARTING_PAGES.read_text())["page"]:
            if not Page.objects.child_of(home).filter(slug=page["slug"]).exists():
                home.add_child(instance=StandardPage(**page))
    return home


def _home():
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and (home := HomePage.objects.filter(pk=site.root_page_id).first()):
        return home
    root, welcome = Page.get_first_root_node(), site and site.root_page
    home = root.add_child(instance=HomePage(title=gettext("Home"), slug="start", locale=main_locale()))
    _lead_to(home, site)
    if welcome and welcome.specific_class is Page:  # Wagtail's own page of welcome, which no template of ours shows
        welcome.delete()
        home.refresh_from_db()
    return home


def _lead_to(home, site):
    if site:
        site.root_page = home
        site.save()
    else:
        Site.objects.create(
            hostname="localhost", root_page=home, is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME
        )

"""Who runs the site, the words of its home page, its pages of words and its news."""

from wagtail.models import Page, Site

from content.models import Organisation
from home.demo import pictures, reading
from home.models import NewsIndexPage, NewsPage, StandardPage

REVIEWED_DAYS = -20  # when the pages of words were last reviewed


def organisation():
    site = Site.objects.get(is_default_site=True)
    said = reading.read("organisation")["organisation"]
    row = Organisation.for_site(site)
    if str(row.name) == said["name"]:
        return
    for name in ("name", "short_name", "strapline", "email", "telephone", "telephone_hours", "text_number"):
        setattr(row, name, said[name])
    row.relay_note, row.controller, row.address = said["relay_note"], said["controller"], said["post_address"]
    row.data_protection_email = said["dpo_email"]
    row.save()


def home(page):
    """The words of the home page, its picture, and the cards that lead to the pages for those who are new here."""
    said = reading.read("home")["home"]
    if page.headline == said["headline"]:
        return
    page.headline, page.introduction = said["headline"], said["introduction"]
    page.reviews_text = said["under_review"]["text"]
    page.events_text = said["take_part"]["text"]
    page.outcomes_text = said["what_happened"]["text"]
    page.picture = pictures.meeting()
    page.body = [{"type": "card_group", "value": _cards(page, reading.read("lists")["new_here"])}]
    page.save_revision().publish()


def _cards(home_page, said):
    pages = {page.slug: page for page in StandardPage.objects.child_of(home_page).filter(slug__in=said["pages"])}
    shown = [pages[slug] for slug in said["pages"]]
    cards = [{"heading": page.title, "description": page.summary, "page": page.pk, "url": ""} for page in shown]
    return {"heading": said["heading"], "cards": cards}


def lists(home_page):
    """The words above each list."""
    for slug, introduction in reading.read("lists")["introductions"].items():
        page = Page.objects.child_of(home_page).get(slug=slug).specific
        if not page.introduction:
            page.introduction = introduction
            page.save_revision().publish()


def words(home_page):
    """The pages of words; those that `site_tree` made get the words of the demonstration."""
    for entry in reading.entries("pages"):
        page = Page.objects.child_of(home_page).filter(slug=entry["slug"]).first()
        if page and page.specific.summary == entry["summary"]:
            continue
        page = page.specific if page else reading.add(home_page, StandardPage(slug=entry["slug"], title=entry["title"]))
        page.title, page.summary = entry["title"], entry["summary"]
        page.body, page.reviewed_on = reading.body(entry["body"]), reading.day(REVIEWED_DAYS)
        page.save_revision().publish()


def news(home_page):
    index = NewsIndexPage.objects.child_of(home_page).get()
    for entry in sorted(reading.entries("news"), key=lambda entry: entry["days"]):
        if not reading.known(NewsPage, entry["slug"]):
            page = NewsPage(
                date=reading.day(entry["days"]),
                body=reading.body(entry["body"]),
                **reading.pick(entry, "slug", "title", "summary"),
            )
            reading.add(index, page)

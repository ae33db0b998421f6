"""Every e-mail in a real browser; and an officer changes the words of one, sees the preview, and then the mail."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from playwright.sync_api import expect

from mailing import dispatch, outbox, registry, wordings
from mailing.models import Message
from tests import looking
from tests.factories.home import HomePageFactory, StandardPageFactory
from tests.factories.messages import example

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/cms/message-words/booking_confirmed/en/"


@pytest.fixture(autouse=True)
def site(transactional_db):
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)


@pytest.fixture
def desk(open_page, officer, live_server):
    """A page of an officer who has signed in to the CMS."""
    page = open_page(viewport={"width": 1280, "height": 900})
    session = officer.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def every_mail():
    """Pairs of a name and HTML: each kind in each language that the site speaks, and one in an officer's own Welsh."""
    for kind in set(registry.kinds) - {"greeting"}:
        for language in filter(wordings.has_catalogue, dict(settings.LANGUAGES)):
            yield f"{kind} {language}", outbox.render(example(kind, language=language)).html
    words = wordings.Words(
        "Eich lle ar {day}", "## Croeso\n\n- {where}\n- https://example.org\n\n{facts}\n\n{manage}", "cy"
    )
    yield "own words", outbox.render(example("date_cancelled", language="cy"), words).html


def test_every_mail_is_accessible_and_correct_and_fits_and_its_links_work(open_page, html_errors):
    page, mails = open_page(viewport=looking.NARROW), dict(every_mail())
    found, links = {}, {}
    for name, html in mails.items():
        page.set_content(html)
        found[name] = looking.violations(page, options=looking.VIOLATIONS)
        found[name] += looking.too_wide(page)
        links[name] = {link["href"] for link in BeautifulSoup(html, "html.parser").select("a[href^=http]")}
    assert found == dict.fromkeys(mails, [])
    assert html_errors(mails) == []
    assert [name for name in mails if not links[name]] == []
    assert {address for address in set().union(*links.values()) if not leads_somewhere(page, address)} == set()


def leads_somewhere(page, address):
    """Whether the page behind a link is there, and says something other than that the link has ended."""
    if "example.org" in address:  # where an event takes place: not ours
        return True
    answer = page.goto(address)
    return answer.status == 200 and "This link" not in page.inner_text("h1")


def test_an_officer_changes_the_words_sees_them_in_the_preview_and_then_in_the_mail(desk, smtp_sink):
    message = example("booking_confirmed")
    desk.goto(PAGE)
    text = desk.locator("[name=body]")
    text.fill(
        text.input_value().replace("We look forward to meeting you.", "We have tea, {name}.\n\n## Bring\n\n- a coat")
    )
    desk.select_option("[name=reader]", message.public_id)
    desk.click("button[name=preview]")
    frame = desk.frame_locator("iframe[srcdoc]")
    expect(frame.locator("main")).to_contain_text("We have tea, Ada Able.")
    expect(frame.locator("main h2").first).to_have_text("Bring")
    expect(desk.locator("pre")).to_contain_text("- a coat")
    assert looking.violations(desk, looking.OURS) == []

    desk.click("button[name=save]")
    expect(desk.locator("body")).to_contain_text("Saved.")
    dispatch.drain()

    (mail,) = smtp_sink
    for part in ("plain", "html"):
        assert "We have tea, Ada Able." in mail.get_body([part]).get_content()
    assert mail["Reply-To"] == "event@example.org"
    assert Message.objects.get(pk=message.pk).state == "sent"


def test_what_cannot_be_sent_is_said_and_stays_typed_without_scripts(open_page, officer, live_server):
    page = open_page(javascript=False)
    session = officer.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(PAGE)
    page.fill("[name=body]", "Only {this}")
    page.click("button[name=save]")
    expect(page.locator("main")).to_contain_text("There is no {this}.")
    expect(page.locator("[name=body]")).to_have_value("Only {this}")

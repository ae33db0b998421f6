"""
Who may open which address: a table of every address of the site, tried as each of the people who come.

An address that stands in no table fails the test. Below /cms/ no address opens to anybody but staff.
"""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from content import drafts
from content.models import main_locale
from events import links
from feedback import links as personal_links
from feedback import trying
from home import roles
from tests.factories.accounts import UserFactory
from tests.factories.content import DraftFactory
from tests.factories.desk import PIN, DeskFactory
from tests.factories.events import (
    ClaimFactory,
    EventDateFactory,
    ForumPageFactory,
    MembershipFactory,
    PaperFactory,
    PaymentOfferFactory,
    RecordFactory,
    RegistrationFactory,
)
from tests.factories.feedback import InvitationFactory, SurveyFactory
from tests.factories.reviews import DesignTeamFactory, TechnologyPageFactory

pytestmark = pytest.mark.django_db

# Each address with those who may open it. Names in braces are filled in by `addresses`.
ANYONE = {
    "/healthz/live",
    "/healthz/ready",
    "/robots.txt",
    "/sitemap.xml",
    "/organisation.{colour}.css",
    "/search/",
    "/alerts/",
    "/alerts/sent/",
    "/events/calendar.ics",
    "/forums/{forum}/calendar.ics",
    "/e/{date}/",
    "/book/{date}/",
    "/book/{date}/{step}/",
    "/book-dates/{event}/",
    "/book-dates/{event}/{step}/",
    "/join/{forum}/",
    "/join/{forum}/{step}/",
    "/answer/back/",
    "/answer/{survey}/",
    "/answer/{survey}/{step}/",
    "/answer/{survey}/print/",
    "/withdraw/",
    "/withdraw/{survey}/",
    "/manage/",
    "/manage/sent/",
    "/papers/{public_paper}/",
    "/desk/{desk}/",
    "/records/{public_record}/",
}
WHOEVER_HAS_THE_LINK = {
    "/manage/{registration_token}/",
    "/manage/{registration_token}/event.ics",
    "/manage/{registration_token}/cancel/",
    "/manage/{registration_token}/change/",
    "/manage/{registration_token}/change/{step}/",
    "/manage/{registration_token}/agree/",
    "/manage/{second_token}/second/",
    "/papers/{paper}/{pass_to_paper}/",
    "/manage/{registration_token}/needs/",
    "/manage/{registration_token}/record/",
    "/manage/{registration_token}/money/",
    "/manage/{registration_token}/money/payment/",
    "/manage/{registration_token}/money/claim/",
    "/manage/{registration_token}/money/claim/travel/",
    "/manage/{registration_token}/money/{claim}/",
    "/membership/{membership_token}/",
    "/membership/{membership_token}/leave/",
    "/membership/{membership_token}/pause/",
    "/membership/{membership_token}/book/{forum_date}/",
    "/membership/{membership_token}/book/{forum_date}/{step}/",
    "/answer/with/{invitation_token}/",
    "/answer/back/{saved_token}/",
    "/answer/try/{trial_token}/",
    "/answer/try/{trial_token}/{step}/",
}
# To whoever has just answered, and for that long: tests/feedback/test_equality.py.
WHOEVER_HAS_ANSWERED = {"/answer/{survey}/equality/{step}/"}
DESK_HELPER = {
    "/desk/",
    "/desk/note/",
    "/desk/walk-in/",
    "/desk/close/",
    "/desk/shell/",
    "/desk/acts/",
    "/desk/worker.js",
}
SIGNED_IN = {"/account/", "/account/email/", "/account/2fa/"}
DESIGN_TEAM = {"/teams/", "/teams/{survey}/", "/teams/{survey}/summary.csv", "/teams/{survey}/summary.xlsx"}
# Addresses that a GET does not open: buttons, webhooks (signed by the provider), and what other packages guard.
GUARDED_ELSEWHERE = {
    "account": "allauth: tests/accounts/test_sign_in.py",
    "alerts": "by link: tests/mailing/test_alerts.py",
    "notify": "receipts, with a token: tests/mailing/test_notify.py",
    "anymail": "webhooks, signed: tests/mailing/test_tracking.py",
    "demo": "only in a demonstration: tests/mailing/test_demonstration.py",
    "healthz": "worker answers 503 where none runs: tests/mailing/test_health.py",
    "documents": "Wagtail: a document's collection decides",
    "manage": "buttons answer POST only: tests/events/test_managing.py",
    "membership": "buttons answer POST only: tests/events/test_membership_pages.py",
    "media": "files that editors published",
    "_util": "Wagtail: the password of a private page",
}
ARGUMENT = re.compile(r"<[^>]+>|\{[^}]+\}|\(\?P<\w+>\([^)]*\)\)|\(\?P<\w+>[^)]*\)|\([^)]*\)")
PAGES = "**)"  # whatever is left of an address is a page: live and public, as Wagtail decides


def patterns(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + re.sub(r"^\^|\$$", "", str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, address)
        else:
            yield address


def shape(address):
    """An address with each of its arguments as "*"."""
    return ARGUMENT.sub("*", address).replace("\\", "")


@pytest.fixture
def people():
    roles.make()
    team, officer, administrator = UserFactory(), UserFactory(is_staff=True), UserFactory(is_staff=True)
    officer.groups.add(Group.objects.get(name=roles.OFFICER))
    administrator.groups.add(Group.objects.get(name=roles.ADMINISTRATOR))
    return {
        "visitor": None,
        "contributor": UserFactory(),
        "team": team,
        "officer": officer,
        "administrator": administrator,
    }


@pytest.fixture
def addresses(people):
    """A function that fills in an address of the tables."""
    survey, topic = SurveyFactory(), TechnologyPageFactory()
    survey.page.topics.add(topic)
    team = DesignTeamFactory()
    team.topics.add(topic)
    team.members.add(people["team"])
    date, membership, invitation = EventDateFactory(needs_agreement=True), MembershipFactory(), InvitationFactory()
    registration = RegistrationFactory(date=date, agreed_at=timezone.now())
    paper = PaperFactory(date=date)
    PaymentOfferFactory(date=date)
    published = {"audience": "everybody", "published_at": timezone.now()}
    RecordFactory(date=date, **published)
    words = {
        "colour": "000000000000",
        "forum": ForumPageFactory().translation_key,
        "date": date.public_id,
        "event": date.page.translation_key,
        "forum_date": EventDateFactory(page__parent=membership.forum).public_id,
        "step": "check",
        "survey": survey.public_id,
        "registration_token": links.token(registration),
        "second_token": links.token(registration, links.SECOND),
        "public_paper": PaperFactory(for_everybody=True).public_id,
        "paper": paper.public_id,
        "public_record": date.public_id,
        "claim": ClaimFactory(registration=registration).public_id,
        "pass_to_paper": f"{links.pass_to(paper.public_id, registration)}",
        "membership_token": links.token(membership),
        "invitation_token": personal_links.token(invitation),
        "saved_token": drafts.token(DraftFactory(purpose=f"answer:{survey.public_id}", code="abcdefghjk")),
        "trial_token": trying.token(survey),
        "desk": DeskFactory().public_id,
    }
    return lambda address: address.format(**words)


def visit(client, user, address):
    client.logout()
    if user:
        client.force_login(user)
    return client.get(address)


def opens(response):
    """Whether an address let the visitor in: its page, or the next page of its own."""
    led_away = response.status_code in (301, 302) and "/account/" in response["Location"]
    return response.status_code < 400 and not led_away


def test_every_address_stands_in_a_table():
    tables = ANYONE | WHOEVER_HAS_THE_LINK | WHOEVER_HAS_ANSWERED | SIGNED_IN | DESIGN_TEAM | DESK_HELPER
    known = {shape(address.strip("/")) for address in tables}
    unknown = {
        address
        for address in map(shape, patterns())
        if address.strip("/") not in known
        and address.split("/")[0] not in {"cms", *GUARDED_ELSEWHERE}
        and address != PAGES
    }

    assert unknown - {"teams/*/summary.*"} == set()  # as .csv and .xlsx in the table


@pytest.mark.parametrize("address", sorted(ANYONE))
def test_anyone_may_open(client, people, addresses, address):
    assert {name for name, user in people.items() if opens(visit(client, user, addresses(address)))} == set(people)


@pytest.mark.parametrize("address", sorted(WHOEVER_HAS_THE_LINK))
def test_a_link_opens_to_whoever_has_it_and_to_nobody_who_guesses(client, people, addresses, address):
    with_link = addresses(address)
    guessed = with_link.replace("-", "-x", 1) if "-" in with_link else f"{with_link.rstrip('/')}x/"

    assert {name for name, user in people.items() if opens(visit(client, user, with_link))} == set(people)
    assert {name for name, user in people.items() if opens(visit(client, user, guessed))} == set()


@pytest.mark.parametrize("address", sorted(WHOEVER_HAS_ANSWERED))
def test_what_comes_after_an_answer_opens_to_nobody_who_gave_none(client, people, addresses, address):
    assert {name for name, user in people.items() if opens(visit(client, user, addresses(address)))} == set()


@pytest.mark.parametrize("address", sorted(SIGNED_IN))
def test_an_account_opens_to_whoever_signed_in(client, settings, people, addresses, address):
    settings.STAFF_SECOND_FACTOR = False
    client.get("/account/login/")

    assert visit(client, None, address).status_code == 302
    assert visit(client, people["contributor"], address).status_code in (200, 302)


@pytest.mark.parametrize("address", sorted(DESIGN_TEAM))
def test_summaries_open_to_their_design_team_and_to_staff(client, settings, people, addresses, address):
    settings.STAFF_SECOND_FACTOR = False
    may = {"team", "officer", "administrator"}
    answers = {name: visit(client, user, addresses(address)).status_code for name, user in people.items()}

    # 404 for whoever may: this form has no summary yet; 302 and 403 keep everybody else out.
    assert {name for name, status in answers.items() if status in (200, 404)} >= may
    assert answers["visitor"] == 302
    assert address == "/teams/" or answers["contributor"] in (403, 404)


@pytest.mark.parametrize("address", sorted(DESK_HELPER))
def test_the_desk_opens_to_its_helpers_and_to_nobody_else_whoever_they_are(client, people, address):
    opened = DeskFactory()
    helper = Client()
    helper.post(f"/desk/{opened.public_id}/", {"helper": "Sam", "pin": PIN})

    assert {name for name, user in people.items() if opens(visit(client, user, address))} == set()
    assert opens(helper.get(address))


@pytest.mark.parametrize("address", sorted({*DESIGN_TEAM, "/account/", "/cms/"}))
def test_the_desk_opens_nothing_else(people, addresses, address):
    helper = Client()
    helper.post(addresses("/desk/{desk}/"), {"helper": "Sam", "pin": PIN})

    assert not opens(helper.get(addresses(address)))


def cms_addresses():
    """Every address below /cms/, its arguments filled with a number that nothing has."""
    filled = {re.sub(r"\*", "999999", shape(address)) for address in patterns() if address.startswith("cms/")}
    return sorted(address for address in filled if not re.search(r"[?*+|()\[\]]", address))


@pytest.mark.parametrize("who", ["visitor", "contributor", "team"])
def test_no_address_of_the_cms_opens_to_anybody_but_staff(client, people, addresses, who):
    main_locale()
    user = people[who]
    if user:
        client.force_login(user)
    opened = {address for address in cms_addresses() if opens(client.get(f"/{address}"))}

    # Wagtail leads somebody without rights back to its own home page, which leads to sign-in.
    let_in = {address for address in opened if client.get(f"/{address}").status_code == 200}
    assert let_in - {"cms/jsi18n/", "cms/sprite/"} == set()  # words and icons of the CMS itself
    assert len(cms_addresses()) > 150

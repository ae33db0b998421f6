"""Needs that were told once are kept where somebody says so, offered again, and taken away."""

from datetime import date as day
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import consents, erasure, export, retention
from accounts.consents import Purpose
from accounts.models import ConsentRecord
from events import kept_needs, links
from events.models import AccessNeed, KeptNeed, Registration
from tests.events.booking import summary
from tests.events.walking import errors, heading, send, soup, step_of, text, walk
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import EventDateFactory, EventPageFactory, KeptNeedFactory, MembershipFactory

pytestmark = pytest.mark.django_db
NEEDS = {"needs": {"needs": ["bsl", "dietary"]}, "need_dietary": {"need_dietary": "No nuts"}}
KEEP = {"keep": {"keep": "yes"}}
LAST_YEAR = timezone.localdate() - timedelta(days=200)


def start(date):
    return f"/book/{date.public_id}/"


def kept(person):
    return list(KeptNeed.objects.filter(person=person).values_list("code", "detail"))


# --- Said by anybody


def test_whoever_needs_something_is_asked_if_we_may_keep_it(client):
    page = walk(client, start(EventDateFactory()), until="keep", **NEEDS)
    assert heading(page) == "May we keep what you need for next time?"
    assert errors(send(client, page)) == [("Select yes if we may keep what you need", "#id_keep")]


def test_whoever_needs_nothing_is_not_asked(client):
    assert step_of(walk(client, start(EventDateFactory()), until="anything-else")) == "anything-else"


def test_a_yes_keeps_the_needs_and_the_exact_words(client):
    walk(client, start(EventDateFactory()), until="done", **NEEDS, **KEEP)
    person = Registration.objects.get().person
    assert kept(person) == [("bsl", ""), ("dietary", "No nuts")]
    record = ConsentRecord.objects.get(purpose=Purpose.KEEP_NEEDS)
    assert (record.decision, record.wording.text) == (
        "given",
        "May we keep what you need for next time? Then we can ask you “Is this still right?” next time. You can change "
        "your mind at any time. We delete it 12 months after you last said that it is right.",
    )


def test_a_no_keeps_nothing(client):
    walk(client, start(EventDateFactory()), until="done", **NEEDS)
    assert not KeptNeed.objects.exists()
    assert consents.current(Registration.objects.get().person, Purpose.KEEP_NEEDS) == "refused"


def test_what_is_kept_is_never_offered_by_a_name_or_an_address(client):
    person = KeptNeedFactory(person__name="Ada Able", person__email="ada@example.org").person
    page = walk(client, start(EventDateFactory()), until="needs")
    assert soup(page).main.find("input", {"value": "bsl"})
    assert kept(person) == [("bsl", "")]


# --- Offered again


@pytest.fixture
def membership(db):
    return MembershipFactory(person__name="Mary Member")


@pytest.fixture
def person(membership):
    KeptNeedFactory(person=membership.person, code="step_free", confirmed_on=LAST_YEAR)
    KeptNeedFactory(person=membership.person, code="dietary", detail="No nuts", confirmed_on=LAST_YEAR)
    return membership.person


@pytest.fixture
def start_of_member(membership):
    def address(**given):
        date = EventDateFactory(page=EventPageFactory(parent=membership.forum), **given)
        return f"{links.path(membership)}book/{date.public_id}/"

    return address


def test_a_member_is_asked_if_it_is_still_right(client, person, start_of_member):
    page = walk(client, start_of_member(), until="still-right")
    items = [item.get_text(strip=True) for item in soup(page).main.select("form ul li")]
    assert items == ["Step-free access", "Food or drink: No nuts"]
    assert errors(send(client, page)) == [("Select if this is still right", "#id_still_right")]


def test_a_yes_asks_for_the_same_and_renews_it(client, person, start_of_member):
    check = walk(client, start_of_member(), still_right={"still_right": "right"})
    assert summary(check)["Is this still right? Step-free access; Food or drink: No nuts"] == "Yes"
    send(client, check)
    needs = list(AccessNeed.objects.values_list("code", "detail", "may_share"))
    assert needs == [("step_free", "", True), ("dietary", "No nuts", True)]
    assert set(person.kept_needs.values_list("confirmed_on", flat=True)) == {timezone.localdate()}


def test_whoever_needs_nothing_this_time_keeps_what_was_kept(client, person, start_of_member):
    walk(client, start_of_member(), until="done", still_right={"still_right": "nothing"})
    assert not AccessNeed.objects.exists()
    assert kept(person) == [("step_free", ""), ("dietary", "No nuts")]
    assert set(person.kept_needs.values_list("confirmed_on", flat=True)) == {LAST_YEAR}


ASK = {"still_right": {"still_right": "ask"}}


def test_whoever_is_asked_again_changes_what_is_kept(client, person, start_of_member):
    walk(client, start_of_member(), until="done", **ASK, **KEEP, needs={"needs": ["step_free", "bsl"]})
    assert kept(person) == [("step_free", ""), ("bsl", "")]


def test_whoever_is_asked_again_and_needs_nothing_any_more_has_nothing_kept(client, person, start_of_member):
    walk(client, start_of_member(), until="done", **ASK)
    assert kept(person) == []


def test_whoever_is_asked_again_and_says_no_has_nothing_kept(client, person, start_of_member):
    walk(client, start_of_member(), until="done", **ASK, needs={"needs": ["bsl"]})
    assert kept(person) == []


def test_online_only_what_makes_sense_there_is_offered_and_the_rest_stays(client, person, start_of_member):
    page = walk(client, start_of_member(online=True), until="needs")
    assert step_of(page) == "needs"  # neither step-free access nor food
    walk(client, start_of_member(online=True), until="done", needs={"needs": ["captions"]}, **KEEP)
    assert kept(person) == [("step_free", ""), ("dietary", "No nuts"), ("captions", "")]


def test_whoever_has_claimed_the_person_is_asked_as_well(client, person):
    user = UserFactory()
    person.claimed_by = user
    person.save()
    client.force_login(user)
    page = walk(client, start(EventDateFactory()), until="still-right", whose={"whose": person.public_id})
    assert heading(page) == "What you need"
    page = walk(client, start(EventDateFactory()), until="needs", whose={"whose": "new"})
    assert step_of(page) == "needs"


# --- In the account


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def claimed(user):
    need = KeptNeedFactory(person__name="Ada Able", person__claimed_by=user, code="dietary", detail="No nuts")
    return need.person


def test_an_account_shows_what_is_kept_and_takes_it_away(client, claimed):
    page = client.get("/account/")
    assert "Needs that we keep for next time Ada Able Food or drink: No nuts" in text(page)
    link = soup(page).main.find("a", string="Delete what we keep of the needs of Ada Able")["href"]
    assert heading(client.get(link)) == "Do you want us to delete these needs?"
    assert kept(claimed) == [("dietary", "No nuts")]
    page = client.post(link, follow=True)
    assert kept(claimed) == []
    assert "Needs that we keep" not in text(page)
    assert consents.current(claimed, Purpose.KEEP_NEEDS) == "withdrawn"


def test_where_nothing_is_kept_any_more_the_page_leads_back(client, claimed):
    KeptNeed.objects.all().delete()
    assert client.get(f"/account/needs/{claimed.public_id}/").url == "/account/"


@pytest.mark.parametrize(("signed_in", "status"), [(True, 404), (False, 302)])
def test_nobody_takes_away_what_is_kept_of_others(client, signed_in, status):
    person = KeptNeedFactory().person
    if signed_in:
        client.force_login(UserFactory())
    address = f"/account/needs/{person.public_id}/"
    assert [client.get(address).status_code, client.post(address).status_code] == [status, status]
    assert kept(person) == [("bsl", "")]


# --- How long


def test_what_nobody_said_to_be_right_for_12_months_goes():
    now = timezone.now()
    old = KeptNeedFactory(confirmed_on=timezone.localdate(now) - timedelta(days=365))
    KeptNeedFactory(person=old.person, code="captions", confirmed_on=timezone.localdate(now) - timedelta(days=364))
    retention.run(now)
    assert kept(old.person) == [("captions", "")]


def test_what_is_kept_goes_with_the_person_and_stands_in_their_export():
    person = KeptNeedFactory(code="dietary", detail="No nuts", confirmed_on=day(2026, 1, 2)).person
    rows = export.everything_about(person)["need kept for next time"]["rows"]
    assert rows == [
        {"code": "dietary", "code_label": "Food or drink", "detail": "No nuts", "confirmed_on": day(2026, 1, 2)}
    ]
    erasure.erase(person=person, by=UserFactory(), reason="As they asked")
    assert not KeptNeed.objects.exists()


def test_keeping_the_same_twice_keeps_it_once():
    person = PersonFactory()
    for detail in ("No nuts", "Vegan"):
        needed = [AccessNeed(code="dietary", detail=detail)]
        kept_needs.keep(person=person, needed=needed, asked=["dietary"])
    assert kept(person) == [("dietary", "Vegan")]

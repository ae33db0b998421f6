import datetime
from itertools import product

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client

from content import limits
from content.models import Draft
from tests.content import lunches

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.content.lunches")]

FOOD = {"dishes": ["soup", "bread"], "day_0": "3", "day_1": "May", "day_2": "2027", "note": "No salt\n<b>please</b>"}


@pytest.fixture(autouse=True)
def kitchen(db):
    lunches.ORDERS.clear()
    lunches.KITCHEN["open"] = True


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def send(client, response, **answers):
    """Fill in the page that `response` shows and send it, with the key that stands in its form."""
    key = soup(response).find("input", {"name": "draft"})["value"]
    address = (
        response.redirect_chain[-1][0] if getattr(response, "redirect_chain", None) else response.request["PATH_INFO"]
    )
    return client.post(address, {"draft": key, **answers}, follow=True)


def begin(client, kitchen="north"):
    return client.get(f"/lunch/{kitchen}/", follow=True)


def reach_the_check(client, **answers):
    page = send(client, begin(client), who="me")
    return send(client, page, **(FOOD | answers))


def heading(response):
    return soup(response).h1.get_text(" ", strip=True)


def test_a_journey_leads_from_question_to_question_to_the_confirmation(client):
    page = begin(client)
    assert (page.redirect_chain[-1][0], heading(page)) == ("/lunch/north/who/", "Order a lunch Who is the lunch for?")
    page = send(client, page, who="other")
    assert heading(page) == "Order a lunch What is their name?"
    page = send(client, page, other="Amina")
    page = send(client, page, **FOOD)
    assert heading(page) == "Order a lunch Check your answers"
    page = send(client, page)
    assert page.status_code == 200
    assert heading(page) == "We have your answers"
    assert list(lunches.ORDERS.values()) == [
        {
            "who": "other",
            "other": "Amina",
            "dishes": ["soup", "bread"],
            "day": datetime.date(2027, 5, 3),
            "note": "No salt\n<b>please</b>",
        }
    ]
    assert Draft.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_answers_are_shown_in_the_words_that_people_saw(client):
    rows = {
        row.dt.get_text(strip=True): row.dd.decode_contents().strip()
        for row in soup(reach_the_check(client)).find_all(class_="nhsuk-summary-list__row")
    }
    assert rows == {
        "Who is the lunch for?": "Myself",
        "What will you eat?": "Soup<br/>Bread",
        "The day": "3 May 2027",
        "Anything else": "No salt<br/>&lt;b&gt;please&lt;/b&gt;",
    }
    assert "Not provided" in reach_the_check(client, note="").content.decode()


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client):
    page = send(client, begin(client), who="me")
    page = send(client, page, **(FOOD | {"dishes": ["soup", "none"], "day_1": ""}))
    html = soup(page)
    assert html.title.get_text() == "Error: What will you eat? – Order a lunch – Involvement"
    links = [(link.get_text(strip=True), link["href"]) for link in html.select(".nhsuk-error-summary a")]
    assert links == [
        ("Select the answers that apply, or select “Nothing”", "#id_dishes"),
        ("The day must include a month", "#id_day_1"),
    ]
    assert html.textarea.get_text().strip() == FOOD["note"]
    assert html.find("input", {"name": "day_0"})["value"] == "3"
    assert len(html.select("input[name=dishes][checked]")) == 2


def test_the_first_page_starts_no_draft_before_it_was_answered(client):
    begin(client)
    send(client, begin(client))
    assert Draft.objects.count() == 0


def test_change_leads_to_the_question_and_back_to_the_answers(client):
    page = reach_the_check(client)
    link = soup(page).select_one(".nhsuk-summary-list__actions a")
    assert link.get_text(" ", strip=True) == "Change Who is the lunch for?"
    page = client.get(link["href"])
    assert soup(page).find("input", {"value": "me"}).has_attr("checked")
    assert "/check/" in soup(page).find(class_="nhsuk-back-link")["href"]
    key = soup(page).find("input", {"name": "draft"})["value"]
    page = client.post(link["href"], {"draft": key, "who": "other"}, follow=True)
    assert heading(page) == "Order a lunch What is their name?"
    page = send(client, page, other="Amina")
    assert heading(page) == "Order a lunch Check your answers"


def test_answers_of_a_step_that_no_longer_applies_are_kept_while_editing_and_dropped_at_the_end(client):
    page = send(client, send(client, begin(client), who="other"), other="Amina")
    page = send(client, page, **FOOD)
    link = soup(page).select_one(".nhsuk-summary-list__actions a")["href"]
    key = soup(page).find("input", {"name": "draft"})["value"]
    page = client.post(link, {"draft": key, "who": "me"}, follow=True)
    assert heading(page) == "Order a lunch Check your answers"
    assert "Amina" not in page.content.decode()
    assert Draft.objects.get().answers["other"] == {"other": ["Amina"]}
    send(client, page)
    assert "other" not in next(iter(lunches.ORDERS.values()))


@pytest.mark.parametrize("step", ["food", "check", "done", "nonsense"])
def test_whoever_jumps_ahead_is_sent_to_the_first_open_question(client, step):
    assert client.get(f"/lunch/north/{step}/").url == "/lunch/north/who/"
    page = send(client, begin(client), who="other")
    query = page.redirect_chain[-1][0].partition("?")[2]
    assert client.get(f"/lunch/north/{step}/?{query}").url == f"/lunch/north/other/?{query}"


def test_back_leads_through_the_pages_that_apply(client):
    page = reach_the_check(client)
    seen = []
    while link := soup(page).find(class_="nhsuk-back-link"):
        seen.append(link["href"].partition("?")[0])
        if link["href"] == "/":
            break
        page = client.get(link["href"])
    assert seen == ["/lunch/north/food/", "/lunch/north/who/", "/"]


def test_two_people_on_one_device_never_meet_each_others_answers(client):
    """Two tabs of one browser, by turns: the forms carry their own key, and the links lead to their own cookie."""
    one, two = begin(client), begin(client)
    one = send(client, one, who="other")
    two = send(client, two, who="other")
    two = send(client, two, other="Bela")
    one = send(client, one, other="Amina")
    assert 'value="Bela"' in client.get(soup(two).find(class_="nhsuk-back-link")["href"]).content.decode()
    assert 'value="Amina"' in client.get(soup(one).find(class_="nhsuk-back-link")["href"]).content.decode()
    one, two = send(client, one, **FOOD), send(client, two, **FOOD)
    assert "Amina" in one.content.decode()
    assert "Amina" not in two.content.decode()
    send(client, two)
    send(client, one)
    assert [order["other"] for order in lunches.ORDERS.values()] == ["Bela", "Amina"]
    assert heading(begin(client)) == "Order a lunch Who is the lunch for?"
    assert not soup(begin(client)).find("input", checked=True)


def test_a_button_pressed_twice_sends_once_and_shows_the_same_outcome(client):
    page = reach_the_check(client)
    first, second = send(client, page), send(client, page)
    assert heading(first) == heading(second) == "We have your answers"
    assert len(lunches.ORDERS) == 1


def test_the_outcome_is_shown_even_when_the_way_has_closed_since(client):
    page = reach_the_check(client)
    send(client, page)
    lunches.KITCHEN["open"] = False
    assert heading(send(client, page)) == "We have your answers"


def test_the_page_before_is_no_way_to_send_again(client):
    check = reach_the_check(client)
    back = soup(check).find(class_="nhsuk-back-link")["href"]
    send(client, check)
    assert heading(client.get(back, follow=True)) == "We have your answers"
    assert Draft.objects.count() == 0


def test_a_refusal_is_a_page_before_any_step_and_again_at_the_end(client):
    page = reach_the_check(client)
    lunches.KITCHEN["open"] = False
    for refused in (begin(client), send(client, page)):
        assert (refused.status_code, heading(refused)) == (409, "The kitchen is closed")
    assert lunches.ORDERS == {}
    assert Draft.objects.count() == 1
    lunches.KITCHEN["open"] = True
    assert heading(send(client, page)) == "We have your answers"


def test_answers_older_than_a_day_are_gone_and_the_page_says_so(client):
    page = send(client, begin(client), who="other")
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=25)):
        expired = send(client, page, other="Amina")
        assert expired.status_code == 410
        assert heading(expired) == "Your answers are no longer here"
        assert soup(expired).find("a", string="Start again")["href"] == "/lunch/north/"
        assert client.get(page.redirect_chain[-1][0]).status_code == 410


def test_a_browser_that_refuses_cookies_is_told_so(client):
    page = send(client, begin(client), who="other")
    client.cookies.clear()
    assert client.get(page.redirect_chain[-1][0]).status_code == 410


def test_a_key_opens_only_the_journey_that_it_was_made_for(client):
    page = send(client, begin(client), who="other")
    key = soup(page).find("input", {"name": "draft"})["value"]
    assert client.post("/lunch/south/other/", {"draft": key, "other": "Amina"}).status_code == 410


def test_the_key_is_in_no_address_and_its_cookie_is_for_this_journey_alone(client):
    page = send(client, begin(client), who="other")
    key = Draft.objects.get().key
    assert key not in "".join(address for address, _status in page.redirect_chain)
    cookies = [each for name, each in client.cookies.items() if name.startswith("draft-")]
    assert {(each.value, each["path"], each["httponly"], each["samesite"]) for each in cookies} == {
        (key, "/lunch/north/", True, "Lax")
    }
    assert sorted(each.key[-3:] for each in cookies) == ["-cy", "-en"]


def test_no_page_of_a_journey_is_kept_by_a_browser_or_a_cache(client):
    pages = [
        client.get("/lunch/north/who/"),
        client.post("/lunch/north/who/", {}),
        begin(client),
        reach_the_check(client),
    ]
    assert {page["Cache-Control"] for page in pages} == {"no-store"}
    assert {page["Referrer-Policy"] for page in pages} == {"same-origin"}


def test_a_form_that_only_a_machine_fills_in_is_refused(client):
    page = send(client, begin(client), who="me", website="https://example.org")
    assert (page.status_code, heading(page)) == (400, "We could not take your answers")
    assert Draft.objects.count() == 0


def test_a_form_from_elsewhere_is_refused():
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/lunch/north/who/", {"who": "me"})
    assert (refused.status_code, heading(refused)) == (403, "We could not check where this form came from")


def test_an_unknown_subject_is_not_found(client):
    assert client.get("/lunch/west/").status_code == 404


def test_a_ward_behind_one_address_gets_through_and_a_flood_does_not(client, monkeypatch):
    for _person in range(60):
        assert send(client, begin(client), who="me").status_code == 200
    monkeypatch.setattr(lunches.Lunch, "starts", (61, 300))
    assert send(client, begin(client), who="me").status_code == 200
    flooded = send(client, begin(client), who="me")
    assert (flooded.status_code, heading(flooded)) == (429, "Too many tries")


def test_a_limit_counts_each_purpose_and_each_address_for_itself(rf):
    def is_within(purpose, address):
        return limits.is_within(rf.get("/", REMOTE_ADDR=address), purpose=purpose, most=1, seconds=60)

    with time_machine.travel(datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC), tick=False):
        answers = [
            is_within(*each)
            for each in [("a", "192.0.2.1"), ("a", "192.0.2.1"), ("b", "192.0.2.1"), ("a", "192.0.2.2")]
        ]
    assert answers == [True, False, True, True]


def test_a_limit_keeps_nothing_that_leads_from_one_purpose_or_time_to_another(rf):
    """Somebody who booked and then answered from one address would be found by it."""
    cache.clear()
    for purpose, at in product(["book", "answer"], [1, 2]):
        with time_machine.travel(datetime.datetime(2027, 1, at, tzinfo=datetime.UTC), tick=False):
            limits.is_within(rf.get("/"), purpose=purpose, most=1, seconds=60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM django_cache")
        kept = [key.rpartition(":")[2] for (key,) in cursor.fetchall() if "limit" in key]
    assert len(set(kept)) == len(kept) == 4


def test_a_limit_remembers_for_as_long_as_its_window(rf):
    """The default timeout of a cache is shorter than the window of an hour."""
    with time_machine.travel(datetime.datetime(2027, 1, 1, 9, tzinfo=datetime.UTC), tick=False) as clock:
        seen = [limits.is_within(rf.get("/"), purpose="a", most=1, seconds=3600)]
        for _passed in range(2):
            clock.shift(datetime.timedelta(minutes=20))
            seen.append(limits.is_within(rf.get("/"), purpose="a", most=1, seconds=3600))
        clock.shift(datetime.timedelta(minutes=20))
        seen.append(limits.is_within(rf.get("/"), purpose="a", most=1, seconds=3600))
    assert seen == [True, False, False, True]

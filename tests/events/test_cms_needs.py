import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import consents
from accounts.models import AccessLog
from events.models import AccessNeed
from mailing.models import Message
from tests.events.booking import kinds
from tests.events.walking import soup
from tests.factories.events import AccessNeedFactory, EventDateFactory, RegistrationFactory, ResourceFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)


def url(name, row, *more):
    return reverse(f"events_cms:{name}", args=[row.public_id, *more])


@pytest.fixture
def date():
    return EventDateFactory(
        hybrid=True, starts_at=datetime(2099, 8, 6, 9, tzinfo=UTC), ends_at=datetime(2099, 8, 6, 11, tzinfo=UTC)
    )


def make(date, code="bsl", *, name="Jane Doe", **fields):
    own = {key.removeprefix("r_"): fields.pop(key) for key in list(fields) if key.startswith("r_")}
    return AccessNeedFactory(registration=RegistrationFactory(date=date, name=name, **own), code=code, **fields)


def listed(officer, date, **query):
    return [need.code for need in officer.get(url("needs", date), query).context["object_list"]]


def page_text(response):
    return " ".join(soup(response).get_text(" ", strip=True).split())


# --- The list


def test_what_is_overdue_comes_first_then_what_is_open_by_its_day(officer, date):
    make(date, "dietary", status="arranged")
    make(date, "braille", due_on=YESTERDAY + timedelta(days=9))
    make(date, "captions", due_on=YESTERDAY + timedelta(days=3))
    make(date, "bsl", due_on=YESTERDAY)

    assert listed(officer, date) == ["bsl", "captions", "braille", "dietary"]


def test_a_row_says_whose_need_it_is_how_it_stands_and_who_arranges_it_by_when(officer, date):
    make(
        date,
        "language",
        detail="Polish",
        owner=officer.user,
        due_on=YESTERDAY,
        is_late=True,
        may_share=True,
        r_booked_by="Tom Doe",
    )

    text = page_text(officer.get(url("needs", date)))

    for words in [
        "Interpreter for a spoken language: Polish Jane Doe, in person Booked by Tom Doe",
        "Overdue Asked for Asked for late",
        str(officer.user),
        f"{YESTERDAY:%b %Y}",
    ]:
        assert words in text


def test_needs_of_people_who_wait_stand_apart_and_those_who_cancelled_are_not_there(officer, date):
    make(date, "captions")
    make(date, "bsl", name="Waiting Person", r_waiting=True)
    make(date, "dietary", name="Gone Person", r_cancelled=True)

    response = officer.get(url("needs", date))

    assert [need.code for need in response.context["object_list"]] == ["captions"]
    assert [need.code for need in response.context["waiting"]] == ["bsl"]
    assert "Gone Person" not in response.text


def test_the_list_is_filtered(officer, date):
    make(date, "bsl", owner=officer.user)
    make(date, "captions", due_on=YESTERDAY)
    make(date, "step_free", status="arranged")

    assert listed(officer, date, category="professional") == ["captions", "bsl"]
    assert listed(officer, date, status="asked") == ["captions", "bsl"]
    assert listed(officer, date, status="overdue") == ["captions"]
    assert listed(officer, date, status="untold", category="event") == ["step_free"]
    assert listed(officer, date, owner=officer.user.pk) == ["bsl"]
    assert listed(officer, date, owner="null") == ["captions", "step_free"]


def test_the_head_says_what_is_open_overdue_waiting_and_by_when_people_hear(officer, date):
    date.needs_answer_by = YESTERDAY + timedelta(days=30)
    date.save()
    make(date, "bsl", due_on=YESTERDAY)
    make(date, "captions", r_waiting=True)

    text = page_text(officer.get(url("needs", date)))

    for words in ["1 need to be arranged", "1 overdue", "1 need on the waiting list", "We said that we tell people by"]:
        assert words in text


def test_afterwards_the_list_says_how_it_went_and_how_many_needs_were_met(officer):
    past = EventDateFactory(past=True)
    make(past, "bsl", status="not_met", how_it_went="Partly: She came late.")
    make(past, "captions", status="met")
    make(past, "step_free", status="met")

    text = page_text(officer.get(url("needs", past)))

    assert "Access needs met: 67% (2 of 3 that people told us about)" in text
    assert "“Partly: She came late.”" in text
    assert "Arranged: tell them" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(officer, date, number, django_assert_num_queries):
    for _each in range(number):
        need = make(date, owner=officer.user)
        make(date, r_waiting=True)
        ResourceFactory(date=date, owner=officer.user, needs=[need])
    officer.get(url("needs", date))

    with django_assert_num_queries(18):
        officer.get(url("needs", date))


# --- What can be done


def test_one_need_is_arranged_by_its_button(officer, date):
    need = make(date)
    page = soup(officer.get(url("needs", date)))
    button = page.find("button", {"name": "need", "value": str(need.pk)})

    response = officer.post(button["formaction"], {"need": button["value"]}, follow=True)

    need.refresh_from_db()
    assert (need.status, kinds()) == ("arranged", ["need_arranged"])
    assert "1 need is changed." in response.text


def test_the_ticked_needs_are_arranged_at_once(officer, date):
    needs = [make(date), make(date), make(date)]
    officer.post(url("needs_arrange", date), {"need": [needs[0].pk, needs[1].pk]})

    assert list(AccessNeed.objects.order_by("pk").values_list("status", flat=True)) == ["arranged", "arranged", "asked"]


def test_without_a_tick_nothing_is_arranged_and_the_page_says_so(officer, date):
    make(date)

    for name in ("needs_arrange", "needs_choose"):
        assert "Select at least one need." in officer.post(url(name, date), follow=True).text
    assert kinds() == []


def test_needs_of_another_date_are_not_touched(officer, date):
    other = make(EventDateFactory())
    officer.post(url("needs_arrange", date), {"need": [other.pk]})

    other.refresh_from_db()
    assert other.status == "asked"


def test_somebody_who_was_not_told_can_be_told(officer, date):
    need = make(date, status="arranged")

    assert "Tell them now" in officer.get(url("needs", date)).text
    officer.post(url("needs_tell", date), {"need": need.pk})
    assert kinds() == ["need_arranged"]


def change(officer, date, needs, **typed):
    chosen = officer.post(url("needs_choose", date), {"need": [need.pk for need in needs]})
    form = officer.get(chosen.url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    for name in ("owner", "due_on"):
        data[name] = getattr(data[name], "pk", data[name])
    return officer.post(chosen.url, data | typed, follow=True)


def test_ticked_needs_are_given_to_somebody_with_a_day(officer, date):
    needs = [make(date), make(date, due_on=YESTERDAY)]
    change(officer, date, needs, owner=officer.user.pk)

    assert list(AccessNeed.objects.order_by("pk").values_list("owner", "due_on")) == [
        (officer.user.pk, None),
        (officer.user.pk, YESTERDAY),
    ]
    assert kinds() == []


def test_what_cannot_be_met_is_told_with_the_alternative(officer, date):
    need = make(date)

    refused = change(officer, date, [need], outcome="cannot_meet")
    change(officer, date, [need], outcome="cannot_meet", alternative="A lipspeaker")

    need.refresh_from_db()
    assert refused.context["form"].errors == {"alternative": ["Enter what we offer instead."]}
    assert (need.status, need.alternative, kinds()) == ("cannot_meet", "A lipspeaker", ["need_cannot_be_met"])


def test_what_fell_through_is_to_be_arranged_again(officer, date):
    need = make(date, status="arranged", told_at=timezone.now())
    change(officer, date, [need], outcome="asked")

    need.refresh_from_db()
    assert (need.status, kinds()) == ("asked", ["need_changed"])


def test_a_form_in_which_nothing_was_changed_says_so(officer, date):
    response = change(officer, date, [make(date)])

    assert response.context["form"].errors == {"outcome": ["Select or enter what changes."]}


def test_a_refusal_of_the_verb_is_shown_in_its_words(officer):
    need = make(EventDateFactory(past=True))

    page = officer.post(url("needs_arrange", need.registration.date), {"need": need.pk}, follow=True)
    assert "The event is over. You can still note whether the need was met." in page.text


# --- One registration


def test_the_page_of_a_registration_shows_each_need_with_what_can_be_done(officer, date):
    need = make(date, "language", detail="Polish", owner=officer.user, due_on=YESTERDAY)

    text = page_text(officer.get(url("registration", need.registration)))

    assert "Interpreter for a spoken language: Polish Overdue Asked for" in text
    assert f"{officer.user} No Arranged: tell them Change" in text


def test_a_button_on_the_page_of_a_registration_leads_back_to_it(officer, date):
    need = make(date)
    back = url("registration", need.registration)

    assert officer.post(url("needs_arrange", date), {"need": need.pk, "next": back}).url == back


def test_the_answer_to_whether_needs_may_be_shared_is_kept_with_the_words(officer, date):
    need = make(date)
    page = url("share_needs", need.registration)

    refused = officer.post(page, {})
    officer.post(page, {"share": "yes", "method": "telephone", "read_out": "on"})

    need.refresh_from_db()
    assert refused.context["form"].errors == {
        "share": ["Select their answer."],
        "method": ["Select how they said it."],
        "read_out": ["Read the question out, then select this box."],
    }
    assert (need.may_share, consents.current(need.registration.person, "access_needs")) == (True, "given")


def test_what_somebody_says_on_the_telephone_is_written_down(officer):
    need = make(EventDateFactory(past=True))
    page = url("needs_met", need.registration)

    assert page in officer.get(url("registration", need.registration)).text
    officer.post(page, {"met_bsl": "no", "words_bsl": "Nobody came."})

    need.refresh_from_db()
    assert (need.status, need.how_it_went) == ("not_met", "No: Nobody came.")
    assert AccessLog.objects.filter(by=officer.user, reason="Whether needs were met").count() == 1


def test_the_export_says_what_became_of_the_needs(officer, date):
    make(date, "dietary", detail="Vegan", status="arranged")

    data = {"file_format": "csv", "reason": "Planning"}
    file = b"".join(officer.post(url("export", date), data)).decode("utf-8-sig")

    assert [row["What became of the needs"] for row in csv.DictReader(StringIO(file))] == [
        "Food or drink: Vegan: Arranged"
    ]


# --- Supplier sheet


def sheet(officer, date, **query):
    return soup(officer.get(url("supplier", date), query))


@pytest.fixture
def shared(date):
    """Needs of several people, some of which may be shared, with words that name somebody."""
    for name in ("Jane Doe", "Tom Doe"):
        make(date, "bsl", name=name, may_share=True)
    make(date, "language", detail="Polish", may_share=True, r_online=True)
    make(date, "travel", detail="Ask my son Karl Doe", may_share=True)
    make(date, "captions", may_share=False, name="Private Person")
    make(date, "braille", may_share=True, status="cannot_meet", alternative="Audio")
    make(date, "easy_read", may_share=True, r_waiting=True)
    ResourceFactory(date=date, quantity=2, supplier="Signs Ltd", supplier_contact="Sue, 01632 960 111")


def test_a_supplier_reads_needs_and_numbers_of_those_that_may_be_shared(officer, date, shared):
    rows = [
        [cell.get_text(strip=True) for cell in row.find_all("td")] for row in sheet(officer, date).find_all("tr")[1:]
    ]

    assert rows == [
        ["British Sign Language interpreter", "In person", "2"],
        ["Help with travel", "In person", "1"],
        ["Interpreter for a spoken language: Polish", "Online", "1"],
    ]


def test_a_supplier_reads_when_and_where_and_what_is_booked_and_nobody_s_name(officer, date, shared):
    text = sheet(officer, date).get_text(" ", strip=True)

    for words in [
        "Thursday 6 August 2099",
        "10am to midday",
        "Example Library",
        "2 × British Sign Language interpreter",
    ]:
        assert words in text
    for words in ["Doe", "Karl", "Private", "Signs Ltd", "Sue", "example.org"]:
        assert words not in text


def test_an_interpreter_hears_nothing_of_food_and_travel(officer, date, shared):
    assert "travel" not in sheet(officer, date, category="professional").main.get_text()


def test_the_officer_sees_on_screen_how_many_needs_are_left_out(officer, date, shared):
    left_out = sheet(officer, date).main.find(class_="screen-only")

    assert "1 need is left out" in left_out.get_text()


def test_the_sheet_and_the_file_are_logged_as_exports(officer, date, shared):
    officer.get(url("supplier", date))
    data = {"file_format": "csv", "reason": "For the interpreters"}
    file = b"".join(officer.post(f"{url('supplier_export', date)}?category=professional", data)).decode("utf-8-sig")

    assert list(csv.DictReader(StringIO(file))) == [
        {"What is needed": what, "In words": words, "How they come": mode, "How many people": people}
        for what, words, mode, people in [
            ("British Sign Language interpreter", "", "In person", "2"),
            ("Interpreter for a spoken language", "Polish", "Online", "1"),
        ]
    ]
    logged = AccessLog.objects.order_by("pk").values_list("action", "what", "rows", "reason")
    assert [line[:2] for line in logged] == [
        ("exported", f"supplier sheet of date {date.public_id}"),
        ("exported", f"needs-{date.public_id}-{timezone.localdate():%Y-%m-%d}"),
    ]
    assert logged[1][3] == "For the interpreters"


# --- Where it is shown, and to whom


def test_the_date_s_page_leads_to_what_is_open_and_overdue(officer, date):
    make(date, due_on=YESTERDAY)

    page = officer.get(url("date", date)).text

    assert f'href="{url("needs", date)}"' in page
    assert f'href="{url("needs", date)}?status=overdue"' in page


def test_the_first_page_and_the_list_of_dates_lead_to_what_is_overdue(officer, date):
    make(date, due_on=YESTERDAY)
    make(date)

    for page in ("/cms/", reverse("events_cms:index")):
        assert (
            soup(officer.get(page)).find("a", href=f"{url('needs', date)}?status=overdue").get_text(strip=True) == "1"
        )


@pytest.mark.parametrize("name", ["needs", "needs_change", "supplier", "supplier_export", "add_resource"])
def test_nobody_else_opens_a_page_of_needs(officer, bystander, date, name):
    make(date)

    assert officer.get(url(name, date)).status_code == 200
    assert bystander.get(url(name, date)).url == "/cms/"


@pytest.mark.parametrize("name", ["needs_arrange", "needs_tell", "needs_choose", "needs_change"])
def test_nobody_else_changes_a_need(bystander, date, name):
    need = make(date)

    assert bystander.post(url(name, date), {"need": need.pk, "outcome": "arranged"}).url == "/cms/"
    need.refresh_from_db()
    assert (need.status, Message.objects.count()) == ("asked", 0)


@pytest.mark.parametrize("name", ["share_needs", "needs_met"])
def test_nobody_else_writes_down_what_somebody_says(bystander, date, name):
    assert bystander.post(url(name, make(date).registration), {"share": "yes"}).url == "/cms/"


@pytest.mark.parametrize("name", ["needs_arrange", "needs_tell", "needs_choose"])
def test_a_button_is_never_pressed_by_following_a_link(officer, date, name):
    assert officer.get(url(name, date)).status_code == 405

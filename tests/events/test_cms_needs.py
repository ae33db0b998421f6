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
from tests.events.booking import cms_url, kinds, make_need
from tests.events.walking import soup
from tests.factories.events import EventDateFactory, ResourceFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def date():
    return EventDateFactory(
        hybrid=True, starts_at=datetime(2099, 8, 6, 9, tzinfo=UTC), ends_at=datetime(2099, 8, 6, 11, tzinfo=UTC)
    )


def listed(officer, date, **query):
    return [need.code for need in officer.get(cms_url("needs", date), query).context["object_list"]]


def page_text(response):
    return " ".join(soup(response).get_text(" ", strip=True).split())


# --- The list


def test_what_is_overdue_comes_first_then_what_is_open_by_its_day(officer, date):
    make_need(date, "dietary", status="arranged")
    make_need(date, "braille", due_on=YESTERDAY + timedelta(days=9))
    make_need(date, "captions", due_on=YESTERDAY + timedelta(days=3))
    make_need(date, "bsl", due_on=YESTERDAY)

    assert listed(officer, date) == ["bsl", "captions", "braille", "dietary"]


def test_a_row_says_whose_need_it_is_how_it_stands_and_who_arranges_it_by_when(officer, date):
    make_need(
        date,
        "language",
        detail="Polish",
        owner=officer.user,
        due_on=YESTERDAY,
        is_late=True,
        may_share=True,
        r_booked_by="Tom Doe",
    )

    text = page_text(officer.get(cms_url("needs", date)))

    for words in [
        "Interpreter for a spoken language: Polish Jane Doe, in person Booked by Tom Doe",
        "Overdue Asked for Asked for late",
        str(officer.user),
        f"{YESTERDAY:%b %Y}",
    ]:
        assert words in text


def test_needs_of_people_who_wait_stand_apart_and_those_who_cancelled_are_not_there(officer, date):
    make_need(date, "captions")
    make_need(date, "bsl", name="Waiting Person", r_waiting=True)
    make_need(date, "dietary", name="Gone Person", r_cancelled=True)

    response = officer.get(cms_url("needs", date))

    assert [need.code for need in response.context["object_list"]] == ["captions"]
    assert [need.code for need in response.context["waiting"]] == ["bsl"]
    assert "Gone Person" not in response.text


def test_the_list_is_filtered(officer, date):
    make_need(date, "bsl", owner=officer.user)
    make_need(date, "captions", due_on=YESTERDAY)
    make_need(date, "step_free", status="arranged")

    assert listed(officer, date, category="professional") == ["captions", "bsl"]
    assert listed(officer, date, status="asked") == ["captions", "bsl"]
    assert listed(officer, date, status="overdue") == ["captions"]
    assert listed(officer, date, status="untold", category="event") == ["step_free"]
    assert listed(officer, date, owner=officer.user.pk) == ["bsl"]
    assert listed(officer, date, owner="null") == ["captions", "step_free"]


def test_the_head_says_what_is_open_overdue_waiting_and_by_when_people_hear(officer, date):
    date.needs_answer_by = YESTERDAY + timedelta(days=30)
    date.save()
    make_need(date, "bsl", due_on=YESTERDAY)
    make_need(date, "captions", r_waiting=True)

    text = page_text(officer.get(cms_url("needs", date)))

    for words in ["1 need to be arranged", "1 overdue", "1 need on the waiting list", "We said that we tell people by"]:
        assert words in text


def test_afterwards_the_list_says_how_it_went_and_how_many_needs_were_met(officer):
    past = EventDateFactory(past=True)
    make_need(past, "bsl", status="not_met", how_it_went="Partly: She came late.")
    make_need(past, "captions", status="met")
    make_need(past, "step_free", status="met")

    text = page_text(officer.get(cms_url("needs", past)))

    assert "Access needs met: 67% (2 of 3 that people told us about)" in text
    assert "“Partly: She came late.”" in text
    assert "Arranged: tell them" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(officer, date, number, django_assert_num_queries):
    for _each in range(number):
        need = make_need(date, owner=officer.user)
        make_need(date, r_waiting=True)
        ResourceFactory(date=date, owner=officer.user, needs=[need])
    officer.get(cms_url("needs", date))

    with django_assert_num_queries(18):
        officer.get(cms_url("needs", date))


# --- What can be done


def test_one_need_is_arranged_by_its_button(officer, date):
    need = make_need(date)
    page = soup(officer.get(cms_url("needs", date)))
    button = page.find("button", {"name": "need", "value": str(need.pk)})

    response = officer.post(button["formaction"], {"need": button["value"]}, follow=True)

    need.refresh_from_db()
    assert (need.status, kinds()) == ("arranged", ["need_arranged"])
    assert "1 need is changed." in response.text


def test_the_ticked_needs_are_arranged_at_once(officer, date):
    needs = [make_need(date), make_need(date), make_need(date)]
    officer.post(cms_url("needs_arrange", date), {"need": [needs[0].pk, needs[1].pk]})

    assert list(AccessNeed.objects.order_by("pk").values_list("status", flat=True)) == ["arranged", "arranged", "asked"]


def test_without_a_tick_nothing_is_arranged_and_the_page_says_so(officer, date):
    make_need(date)

    for name in ("needs_arrange", "needs_choose"):
        assert "Select at least one need." in officer.post(cms_url(name, date), follow=True).text
    assert kinds() == []


def test_needs_of_another_date_are_not_touched(officer, date):
    other = make_need(EventDateFactory())
    officer.post(cms_url("needs_arrange", date), {"need": [other.pk]})

    other.refresh_from_db()
    assert other.status == "asked"


def test_somebody_who_was_not_told_can_be_told(officer, date):
    need = make_need(date, status="arranged")

    assert "Tell them now" in officer.get(cms_url("needs", date)).text
    officer.post(cms_url("needs_tell", date), {"need": need.pk})
    assert kinds() == ["need_arranged"]


def change(officer, date, needs, **typed):
    chosen = officer.post(cms_url("needs_choose", date), {"need": [need.pk for need in needs]})
    form = officer.get(chosen.url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    for name in ("owner", "due_on"):
        data[name] = getattr(data[name], "pk", data[name])
    return officer.post(chosen.url, data | typed, follow=True)


def test_ticked_needs_are_given_to_somebody_with_a_day(officer, date):
    needs = [make_need(date), make_need(date, due_on=YESTERDAY)]
    change(officer, date, needs, owner=officer.user.pk)

    assert list(AccessNeed.objects.order_by("pk").values_list("owner", "due_on")) == [
        (officer.user.pk, None),
        (officer.user.pk, YESTERDAY),
    ]
    assert kinds() == []


def test_what_cannot_be_met_is_told_with_the_alternative(officer, date):
    need = make_need(date)

    refused = change(officer, date, [need], outcome="cannot_meet")
    change(officer, date, [need], outcome="cannot_meet", alternative="A lipspeaker")

    need.refresh_from_db()
    assert refused.context["form"].errors == {"alternative": ["Enter what we offer instead."]}
    assert (need.status, need.alternative, kinds()) == ("cannot_meet", "A lipspeaker", ["need_cannot_be_met"])


def test_what_fell_through_is_to_be_arranged_again(officer, date):
    need = make_need(date, status="arranged", told_at=timezone.now())
    change(officer, date, [need], outcome="asked")

    need.refresh_from_db()
    assert (need.status, kinds()) == ("asked", ["need_changed"])


def test_a_form_in_which_nothing_was_changed_says_so(officer, date):
    response = change(officer, date, [make_need(date)])

    assert response.context["form"].errors == {"outcome": ["Select or enter what changes."]}


def test_a_refusal_of_the_verb_is_shown_in_its_words(officer):
    need = make_need(EventDateFactory(past=True))

    page = officer.post(cms_url("needs_arrange", need.registration.date), {"need": need.pk}, follow=True)
    assert "The event is over. You can still note whether the need was met." in page.text


# --- One registration


def test_the_page_of_a_registration_shows_each_need_with_what_can_be_done(officer, date):
    need = make_need(date, "language", detail="Polish", owner=officer.user, due_on=YESTERDAY)

    text = page_text(officer.get(cms_url("registration", need.registration)))

    assert "Interpreter for a spoken language: Polish Overdue Asked for" in text
    assert f"{officer.user} No Arranged: tell them Book for all who need it" in text


def test_a_button_on_the_page_of_a_registration_leads_back_to_it(officer, date):
    need = make_need(date)
    back = cms_url("registration", need.registration)

    assert officer.post(cms_url("needs_arrange", date), {"need": need.pk, "next": back}).url == back


def test_the_answer_to_whether_needs_may_be_shared_is_kept_with_the_words(officer, date):
    need = make_need(date)
    page = cms_url("share_needs", need.registration)

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
    need = make_need(EventDateFactory(past=True))
    page = cms_url("needs_met", need.registration)

    assert page in officer.get(cms_url("registration", need.registration)).text
    assert "Did you have “British Sign Language interpreter”?" in officer.get(page).text
    officer.post(page, {"met_bsl": "no", "words_bsl": "Nobody came."})

    need.refresh_from_db()
    assert (need.status, need.how_it_went) == ("not_met", "No: Nobody came.")
    assert AccessLog.objects.filter(by=officer.user, reason="Whether needs were met").count() == 1


def test_the_export_says_what_became_of_the_needs(officer, date):
    make_need(date, "dietary", detail="Vegan", status="arranged")

    data = {"file_format": "csv", "reason": "Planning"}
    file = b"".join(officer.post(cms_url("export", date), data)).decode("utf-8-sig")

    assert [row["What became of the needs"] for row in csv.DictReader(StringIO(file))] == [
        "Food or drink: Vegan: Arranged"
    ]


# --- Where it is shown, and to whom


def test_the_date_s_page_leads_to_what_is_open_and_overdue(officer, date):
    make_need(date, due_on=YESTERDAY)

    page = officer.get(cms_url("date", date)).text

    assert f'href="{cms_url("needs", date)}"' in page
    assert f'href="{cms_url("needs", date)}?status=overdue"' in page


def test_the_first_page_and_the_list_of_dates_lead_to_what_is_overdue(officer, date):
    make_need(date, due_on=YESTERDAY)
    make_need(date)

    for page in ("/cms/", reverse("events_cms:index")):
        link = soup(officer.get(page)).find("a", href=f"{cms_url('needs', date)}?status=overdue")
        assert link.get_text(strip=True) == "1"


@pytest.mark.parametrize("number", [0, 1])
def test_after_a_change_of_the_date_the_officer_is_led_to_needs_that_it_may_concern(officer, date, number):
    for _each in range(number):
        make_need(date)
    page = cms_url("change", date)
    form = officer.get(page).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    texts = {f"{name}_{position}": "" for name in ("note", "joining_instruction") for position in (0, 1)}

    changed = officer.post(page, typed | texts | {"places_in_person": 12, "tell": "no"})

    assert officer.get(changed.url).text.count("Check the access needs") == number


@pytest.mark.parametrize("name", ["needs", "needs_change", "supplier", "supplier_export", "add_resource"])
def test_nobody_else_opens_a_page_of_needs(officer, bystander, date, name):
    make_need(date)

    assert officer.get(cms_url(name, date)).status_code == 200
    assert bystander.get(cms_url(name, date)).url == "/cms/"


@pytest.mark.parametrize("name", ["needs_arrange", "needs_tell", "needs_choose", "needs_change"])
def test_nobody_else_changes_a_need(bystander, date, name):
    need = make_need(date)

    assert bystander.post(cms_url(name, date), {"need": need.pk, "outcome": "arranged"}).url == "/cms/"
    need.refresh_from_db()
    assert (need.status, Message.objects.count()) == ("asked", 0)


@pytest.mark.parametrize("name", ["share_needs", "needs_met"])
def test_nobody_else_writes_down_what_somebody_says(bystander, date, name):
    assert bystander.post(cms_url(name, make_need(date).registration), {"share": "yes"}).url == "/cms/"


@pytest.mark.parametrize("name", ["needs_arrange", "needs_tell", "needs_choose"])
def test_a_button_is_never_pressed_by_following_a_link(officer, date, name):
    assert officer.get(cms_url(name, date)).status_code == 405

"""The desk and "who came" in the CMS."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessLog
from events.desk_codes import code_of
from events.models import Desk, DeskDevice, Registration
from tests.events.booking import cms_url
from tests.events.walking import soup, text
from tests.factories.desk import DeviceFactory
from tests.factories.events import CompanionFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def date():
    return EventDateFactory(ongoing=True)


def attendance():
    return dict(Registration.objects.values_list("name", "attendance"))


def boxes(response, name):
    """Who is ticked, by registration's id."""
    return {int(each["value"]) for each in soup(response).find_all("input", attrs={"name": name, "checked": True})}


# --- Opening


def test_an_officer_opens_the_desk_and_reads_link_and_pin_once(officer, client, date):
    answer = officer.post(cms_url("desk", date))

    opened = Desk.objects.get()
    pin = re.search(r"PIN:\s*<strong>(\d{6})<", answer.text)[1]
    assert f"/desk/{opened.public_id}/" in answer.text
    assert soup(answer).find("svg", class_="app-qr")
    assert "no-store" in answer["Cache-Control"]
    assert pin not in officer.get(cms_url("desk", date)).text
    assert client.post(f"/desk/{opened.public_id}/", {"helper": "Sam", "pin": pin})["Location"] == "/desk/"
    assert opened.opened_by == officer.user


def test_a_new_pin_ends_the_old_one(officer, client, date):
    old = re.search(r"PIN:\s*<strong>(\d{6})<", officer.post(cms_url("desk", date)).text)[1]
    officer.post(cms_url("desk", date))

    address = f"/desk/{Desk.objects.get().public_id}/"
    assert "more tries" in client.post(address, {"helper": "Sam", "pin": old}).text


def test_before_the_day_it_says_when(officer):
    date = EventDateFactory()

    assert "The desk can be opened on the day itself." in officer.get(cms_url("desk", date)).text
    assert "The desk can be opened on the day itself." in officer.post(cms_url("desk", date)).text
    assert not Desk.objects.exists()


def test_devices_are_listed_and_closed_one_by_one_or_all_at_once(officer):
    device = DeviceFactory(helper="Sam")
    other = DeviceFactory(desk=device.desk, helper="Alex")
    date = device.desk.date

    listed = officer.get(cms_url("desk", date)).text
    officer.post(cms_url("close_device", date, device.public_id))
    one = [each.is_open() for each in DeskDevice.objects.order_by("pk")]
    officer.post(cms_url("close_desk", date))

    assert "Sam" in listed
    assert "Alex" in listed
    assert one == [False, True]
    assert not DeskDevice.objects.get(pk=other.pk).is_open()


def test_a_device_of_another_date_is_not_found(officer, date):
    assert officer.post(cms_url("close_device", date, DeviceFactory().public_id)).status_code == 404


@pytest.mark.parametrize("name", ["desk", "who_came"])
def test_whoever_may_not_handle_people_opens_no_desk(bystander, date, name):
    bystander.post(cms_url(name, date))
    assert bystander.get(cms_url(name, date)).status_code == 302
    assert not Desk.objects.exists()


def test_the_list_of_a_date_leads_to_both(officer, date):
    page = officer.get(cms_url("date", date)).text
    assert cms_url("desk", date) in page
    assert cms_url("who_came", date) in page


# --- All came except


def test_everybody_is_ticked_and_whoever_is_unticked_did_not_come(officer, date):
    came = RegistrationFactory(date=date, name="Ann")
    RegistrationFactory(date=date, name="Bob")
    RegistrationFactory(date=date, name="Cat", waiting=True)
    CompanionFactory(registration=came, name="Carey Carer")

    page = officer.get(cms_url("who_came", date))
    ticked = boxes(page, "came")
    answer = officer.post(cms_url("who_came", date), {"came": [came.pk]}, follow=True)

    assert len(ticked) == 2
    assert "Carey Carer" in page.text
    assert attendance() == {"Ann": "came", "Bob": "did_not_come", "Cat": ""}
    assert "1 person came, 0 of them online. 1 did not come." in answer.text


def test_where_the_desk_was_open_only_those_who_passed_it_are_ticked(officer, date):
    came = RegistrationFactory(date=date, attendance="came")
    RegistrationFactory(date=date)

    assert boxes(officer.get(cms_url("who_came", date)), "came") == {came.pk}


def test_on_a_date_of_both_kinds_it_is_asked_who_came_online(officer):
    date = EventDateFactory(ongoing=True, hybrid=True)
    there, online = RegistrationFactory(date=date, name="Ann"), RegistrationFactory(date=date, name="Bob", online=True)
    stayed = RegistrationFactory(date=date, name="Cat")

    page = officer.get(cms_url("who_came", date))
    everybody = [there.pk, online.pk, stayed.pk]
    officer.post(cms_url("who_came", date), {"came": everybody, "online": [online.pk, stayed.pk]})

    assert (boxes(page, "came"), boxes(page, "online")) == (set(everybody), {online.pk})
    assert attendance() == {"Ann": "came", "Bob": "came_online", "Cat": "came_online"}


def test_on_a_date_online_whoever_came_came_online(officer):
    date = EventDateFactory(ongoing=True, online=True)
    came = RegistrationFactory(date=date, name="Ann", online=True)
    RegistrationFactory(date=date, name="Bob", online=True)

    officer.post(cms_url("who_came", date), {"came": [came.pk]})

    assert attendance() == {"Ann": "came_online", "Bob": "did_not_come"}


def test_saved_again_it_writes_no_second_line(officer, date):
    came = RegistrationFactory(date=date)

    for _press in range(2):
        officer.post(cms_url("who_came", date), {"came": [came.pk]})

    assert came.transitions.count() == 1


def test_nobody_came_before_the_day(officer):
    date = EventDateFactory()
    registration = RegistrationFactory(date=date, name="Ann")

    answer = officer.post(cms_url("who_came", date), {"came": [registration.pk]})

    assert "The day of this date has not begun yet." in answer.text
    assert attendance() == {"Ann": ""}


def test_somebody_of_another_date_is_refused_and_the_ticks_stay(officer, date):
    RegistrationFactory(date=date, name="Ann")
    stranger = RegistrationFactory(name="Bob")

    answer = officer.post(cms_url("who_came", date), {"came": [stranger.pk]})

    assert "The list has changed since you opened it." in answer.text
    assert set(attendance().values()) == {""}


def test_that_names_were_read_is_logged(officer, date):
    RegistrationFactory.create_batch(2, date=date)
    officer.get(cms_url("who_came", date))
    assert list(AccessLog.objects.values_list("action", "what", "rows")) == [
        ("viewed", f"who came to date {date.public_id}", 2)
    ]


def test_somebody_is_noted_from_the_morning_of_the_day_on(officer):
    starts_at = timezone.now() + timedelta(seconds=30)
    early = RegistrationFactory(date=EventDateFactory(starts_at=starts_at), name="Ann")

    officer.post(cms_url("attendance", early, "came"))

    assert attendance() == {"Ann": "came"}


def test_the_printed_list_has_the_code_of_each(officer, date):
    registration = RegistrationFactory(date=date)
    assert code_of(registration) in text(officer.get(cms_url("print", date)))

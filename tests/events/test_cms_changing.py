"""An officer changes a booking for somebody, gives a place beyond the number, and tells two people apart."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from events.models import Registration, Transition
from mailing.models import Message
from tests.events.asking import who_answered
from tests.events.booking import history, kinds
from tests.events.walking import soup, text
from tests.factories.events import AccessNeedFactory, CompanionFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def url(name, registration, *more):
    return reverse(f"events_cms:{name}", args=[registration.public_id, *more])


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


def typed(response):
    """What a browser sends of the form that is shown."""
    form = response.context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, "")}


def change(officer, registration, **what):
    """Send the form once: what is different is shown, nothing is saved."""
    address = url("change_registration", registration)
    return officer.post(address, typed(officer.get(address)) | what)


def differences(response):
    rows = soup(response).select("table.listing tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in rows]


# --- Changing


def test_before_and_after_are_shown_and_saved_when_sent_again(officer):
    registration = RegistrationFactory(date__hybrid=True)
    CompanionFactory(registration=registration, name="Carey Carer")
    AccessNeedFactory(registration=registration, code="hearing_loop")
    what = {"mode": "online", "companion_0_role": "", "needs": ["captions"], "message": "Rings at noon."}
    check = change(officer, registration, **what)
    assert differences(check) == [
        ["How you take part", "In person", "Online"],
        ["Who comes with you", "Carey Carer (Carer or family member)", "Nothing"],
        [
            "What you need",
            str(AccessNeedFactory.build(code="hearing_loop")),
            str(AccessNeedFactory.build(code="captions")),
        ],
        ["Anything else", "Nothing", "Rings at noon."],
    ]
    registration.refresh_from_db()
    assert (registration.mode, registration.companions.count(), kinds()) == ("in_person", 1, [])
    done = officer.post(url("change_registration", registration), typed(check), follow=True)
    registration.refresh_from_db()
    assert said(done) == [f"Changed. {registration.name} will be told what is different."]
    assert (registration.mode, registration.message) == ("online", "Rings at noon.")
    assert list(registration.needs.values_list("code", flat=True)) == ["captions"]
    assert not registration.companions.exists()
    assert kinds() == ["booking_changed"]
    assert AccessLog.objects.filter(action="changed", by=officer.user).count() == 1


def test_what_was_typed_after_the_check_is_checked_again(officer):
    registration = RegistrationFactory()
    check = change(officer, registration, message="First.")
    again = officer.post(url("change_registration", registration), typed(check) | {"message": "Second."})
    assert differences(again) == [["Anything else", "Nothing", "Second."]]
    registration.refresh_from_db()
    assert registration.message == ""


def test_where_nothing_is_different_there_is_nothing_to_save(officer):
    registration = RegistrationFactory()
    check = change(officer, registration)
    assert "Nothing is different." in text(check)
    assert differences(check) == []


def test_a_refusal_comes_before_the_check_and_keeps_what_was_typed(officer):
    date = EventDateFactory(hybrid=True, places_online=1)
    RegistrationFactory(date=date, online=True)
    registration = RegistrationFactory(date=date)
    refused = change(officer, registration, mode="online", message="Please.")
    assert "All places of this kind are taken." in text(refused)
    assert refused.context["form"]["message"].value() == "Please."


def test_a_need_that_means_little_without_words_asks_for_them(officer):
    refused = change(officer, RegistrationFactory(), needs=["dietary"])
    assert list(refused.context["form"].errors) == ["need_dietary"]


def test_an_officer_changes_what_somebody_answered(officer):
    registration = who_answered()
    check = change(officer, registration, place="hospital")
    assert differences(check) == [
        ["Where was it?", "Somewhere else", "In a hospital"],
        ["Where was that?", "At home", "Nothing"],
    ]
    officer.post(url("change_registration", registration), typed(check))
    registration.refresh_from_db()
    assert registration.answers == {"place": "hospital", "hope": "To be heard"}
    assert AccessLog.objects.get(action="changed").reason == "answers to the event's questions"


def test_an_officer_cannot_empty_an_answer_that_must_be_given(officer):
    refused = change(officer, who_answered(), place="")
    assert refused.context["form"].errors == {"place": ["Select your answer to “Where was it?”"]}


def test_officers_change_after_the_day_on_which_people_can_no_longer(officer):
    registration = RegistrationFactory(date__changes_until=timezone.now() - timedelta(days=1))
    check = change(officer, registration, message="Late.")
    officer.post(url("change_registration", registration), typed(check))
    registration.refresh_from_db()
    assert registration.message == "Late."


def test_a_booking_that_has_ended_has_no_way_to_change_it(officer):
    for registration in (RegistrationFactory(cancelled=True), RegistrationFactory(date__past=True)):
        assert url("change_registration", registration) not in officer.get(url("registration", registration)).text
    refused = change(officer, RegistrationFactory(cancelled=True), message="More.")
    assert "This booking has ended already." in text(refused)


# --- The other way to come


def test_an_officer_puts_somebody_in_line_for_the_other_way_and_takes_them_out(officer):
    date = EventDateFactory(hybrid=True, places_online=1)
    RegistrationFactory(date=date, online=True)
    registration = RegistrationFactory(date=date, name="Wim")
    done = officer.post(url("wish", registration, "online"), follow=True)
    assert said(done) == ["Wim waits to come online, and keeps the place until then."]
    assert "Stop waiting to come online" in text(done)
    assert said(officer.post(url("unwish", registration), follow=True)) == [
        "Wim no longer waits for the other way to come."
    ]
    registration.refresh_from_db()
    assert (registration.wanted_mode, registration.has_place) == ("", True)


def test_where_there_is_room_they_come_the_other_way_at_once(officer):
    registration = RegistrationFactory(date__hybrid=True, name="Wim")
    assert said(officer.post(url("wish", registration, "online"), follow=True)) == ["Wim comes online now."]
    assert officer.post(url("wish", registration, "by_post")).status_code == 404


# --- Beyond the number


def test_a_place_beyond_the_number_needs_a_reason_and_is_told_and_logged(officer):
    date = EventDateFactory(places_in_person=1, full=True)
    registration = RegistrationFactory(date=date, waiting=True, name="Wanda")
    address = url("place_beyond", registration)
    assert address in officer.get(url("registration", registration)).text
    refused = officer.post(address, {"reason": " "})
    assert refused.context["form"].errors == {"reason": ["Enter why they get a place beyond the number."]}
    assert said(officer.post(address, {"reason": "She speaks."}, follow=True)) == ["Wanda has a place now."]
    registration.refresh_from_db()
    assert (registration.state, history(registration)) == ("placed", ["override"])
    assert Transition.objects.get(what="override").why == "She speaks."
    assert AccessLog.objects.filter(reason="She speaks.", by=officer.user).exists()
    assert Message.objects.get().kind == "booking_confirmed"


def test_whoever_has_a_place_is_given_none_beyond(officer):
    registration = RegistrationFactory()
    assert url("place_beyond", registration) not in officer.get(url("registration", registration)).text


# --- Two people, or one twice


def duplicate(**fields):
    first = RegistrationFactory(name="Ada Able")
    return RegistrationFactory(date=first.date, name="Ada Able", duplicate_of=first, **fields)


def test_the_list_and_the_page_ask_whether_it_is_a_second_person(officer):
    second = duplicate()
    on_list = officer.get(reverse("events_cms:date", args=[second.date.public_id]))
    on_page = officer.get(url("registration", second))
    for shown in (on_list, on_page):
        assert "Is this a second person?" in text(shown)
        assert soup(shown).find("form", action=url("second_person", second))
        assert soup(shown).find("a", href=url("cancel", second))
        assert soup(shown).find("a", href=url("registration", second.duplicate_of))


def test_the_answer_is_kept_and_nobody_asks_again(officer):
    second = duplicate()
    done = officer.post(url("second_person", second), follow=True)
    assert said(done) == ["Noted: Ada Able is a second person."]
    assert "Is this a second person?" not in text(done)
    second.refresh_from_db()
    assert second.is_second_person
    assert Transition.objects.get().by == officer.user
    assert "second person?" not in text(officer.get(reverse("events_cms:date", args=[second.date.public_id])))


@pytest.mark.parametrize("gone", ["first", "second"])
def test_nothing_is_asked_once_one_of_them_is_cancelled(officer, gone):
    second = duplicate()
    cancelled = second if gone == "second" else second.duplicate_of
    officer.post(url("cancel", cancelled), {"reason": "As you asked"})
    assert "second person?" not in text(officer.get(url("registration", second)))
    assert not Registration.objects.likely_duplicates().exists()

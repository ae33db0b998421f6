import csv
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AccessLog
from events import importing
from events.models import GuestImport, Membership, Registration
from mailing.models import Message
from tests.factories.events import EventDateFactory, ForumPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
LIST = "Name,Email,Access needs\nAda Able,ada@example.org,BSL\nBob,bob@\nAda Able,ada@example.org\n"
MATCHED = {
    "column_0": "name",
    "column_1": "email",
    "column_2": "needs",
    "evidence": "Our form on Eventbrite",
    "given_on": "2026-05-03",
    "wording": "You agree to come.",
    "mode": "in_person",
    "channel": "email",
    "adults": "on",
}


@pytest.fixture(autouse=True)
def tasks_wait(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def url(name, file):
    return reverse(f"events_cms:import_{name}", args=[file.public_id])


def upload(officer, date, text=LIST, name="people.csv"):
    address = reverse("events_cms:import", args=[date.public_id])
    return officer.post(address, {"file": SimpleUploadedFile(name, text.encode())})


@pytest.fixture
def uploaded(officer):
    upload(officer, EventDateFactory())
    return GuestImport.objects.select_related("date").get()


@pytest.fixture
def matched(officer, uploaded):
    officer.post(url("match", uploaded), MATCHED)
    uploaded.refresh_from_db()
    return uploaded


@pytest.fixture
def taken_in(officer, matched):
    officer.post(url("check", matched))
    importing.take_in.call(matched.public_id)
    matched.refresh_from_db()
    return matched


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("action", "rows"))


def lines(response):
    return list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"))))


# --- The file


def test_a_date_and_a_forum_lead_to_bringing_in_a_file(officer):
    date, forum = EventDateFactory(), ForumPageFactory()
    of_date, of_forum = (
        reverse("events_cms:import", args=[date.public_id]),
        reverse("events_cms:import_forum", args=[forum.pk]),
    )
    assert of_date in officer.get(reverse("events_cms:date", args=[date.public_id])).text
    assert of_forum in officer.get(reverse("forums_cms:forum", args=[forum.pk])).text
    assert "You see first what would happen to each row." in officer.get(of_date).text
    assert "You see first what would happen to each row." in officer.get(of_forum).text


def test_a_file_is_read_and_leads_to_its_columns(officer):
    response = upload(officer, date := EventDateFactory())

    file = GuestImport.objects.get()
    assert response.url == url("match", file)
    assert (file.date, file.file_name, file.by, len(file.rows)) == (date, "people.csv", officer.user, 3)
    assert (file.header, file.rows[0]) == (
        ["Name", "Email", "Access needs"],
        [2, "Ada Able", "ada@example.org", "BSL"],
    )
    assert logged() == [("changed", 3)]


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "The file is empty."), ("Name\n", "The file has no rows below the names")]
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(officer, text, sentence):
    response = upload(officer, EventDateFactory(), text)
    (error,) = response.context["form"].errors["file"]
    assert sentence in error
    assert not GuestImport.objects.exists()


def test_earlier_files_are_listed_with_where_to_go_on(officer, matched):
    page = officer.get(reverse("events_cms:import", args=[matched.date.public_id]))
    assert [(file, address) for file, address in page.context["files"]] == [(matched, url("check", matched))]
    assert "people.csv" in page.text


def test_an_event_that_is_not_public_is_said_before_a_file_is_chosen(officer):
    date = EventDateFactory(page__live=False)
    page = officer.get(reverse("events_cms:import", args=[date.public_id]))
    assert "Now nobody could be taken in: This event is no longer on the site." in page.text


# --- The columns


def test_each_column_is_shown_with_its_first_values_and_what_it_is_taken_for(officer, uploaded):
    form = officer.get(url("match", uploaded)).context["form"]
    heading, columns = form.sections[0]
    assert [(field.label, field.value(), field.help_text) for field in columns] == [
        ("Name", "name", "“Ada Able”; “Bob”; “Ada Able”"),
        ("Email", "email", "“ada@example.org”; “bob@”; “ada@example.org”"),
        ("Access needs", "needs", "“BSL”"),
    ]
    assert form["tells"].value() is None
    assert form["adults"].value() is None
    assert "We keep your name" in form["wording"].value()


def test_what_was_matched_stands_there_when_somebody_goes_back(officer, matched):
    form = officer.get(url("match", matched)).context["form"]
    assert {name: form[name].value() for name in ("column_2", "evidence", "wording", "given_on")} == {
        "column_2": "needs",
        "evidence": "Our form on Eventbrite",
        "wording": "You agree to come.",
        "given_on": "2026-05-03",
    }


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"column_0": ""}, {"__all__": ["Select the column that has their name."]}),
        (
            {"column_1": ""},
            {"__all__": ["Select a column with an e-mail address, a telephone number or a postal address."]},
        ),
        ({"column_2": "email"}, {"column_2": ["Another column is this already. Select it for one of them."]}),
        (
            {"column_2": "last_name"},
            {"__all__": ["Select one column with the full name, or those with first and last name."]},
        ),
        ({"evidence": ""}, {"evidence": ["Enter where they agreed, or select the column that says it."]}),
        ({"given_on": ""}, {"given_on": ["Enter the day, or select the column that says it."]}),
        ({"given_on": "2199-01-01"}, {"given_on": ["Enter a day that is not still to come."]}),
        ({"wording": ""}, {"wording": ["Enter what they read or heard."]}),
        ({"mode": ""}, {"mode": ["Select how they come."]}),
        ({"channel": ""}, {"channel": ["Select how we reach them."]}),
        ({"adults": ""}, {"adults": ["Select the box when it is true of everybody in the file."]}),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(officer, uploaded, change, errors):
    form = officer.post(url("match", uploaded), MATCHED | change).context["form"]
    assert form.errors == errors
    assert form["channel"].value() == (MATCHED | change)["channel"]
    uploaded.refresh_from_db()
    assert uploaded.status == "uploaded"


def test_where_and_when_they_agreed_may_stand_in_columns(officer):
    upload(officer, EventDateFactory(), "Name,Email,Agreed,Where\nAda,a@example.org,3/5/2026,Paper\n")
    file = GuestImport.objects.get()
    own = {"column_2": "consent_day", "column_3": "consent_where", "evidence": "", "given_on": ""}
    assert officer.post(url("match", file), MATCHED | own).url == url("check", file)


# --- The dry run


def test_the_dry_run_shows_every_row_the_bad_ones_first_and_writes_nothing(officer, matched):
    page = officer.get(url("check", matched))

    groups = page.context["groups"]
    shown = [(group.heading, [row.number for row, *_about in group.rows], group.may_tick) for group in groups]
    assert shown == [
        ("Left out: a mistake (1)", [3], False),
        ("Left out: there already (1)", [4], True),
        ("With a place (1)", [2], False),
    ]
    assert "Email “bob@”: write an e-mail address like name@example.com." in page.text
    agreed = "agreed: Our form on Eventbrite, Sunday 3 May 2026"
    assert groups[2].rows[0][2] == ["In person", "British Sign Language interpreter", agreed]
    assert "Take in 1 person" in page.text
    assert "No message is sent." in page.text
    assert not Registration.objects.exists()
    assert logged()[-1] == ("viewed", 3)


@pytest.mark.parametrize("number", [1, 3])
def test_the_dry_run_needs_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    people = "".join(f"Person {each},{each}@example.org\n" for each in range(number))
    upload(officer, EventDateFactory(), f"Name,Email,Needs\n{people}")
    file = GuestImport.objects.get()
    officer.post(url("match", file), MATCHED)
    officer.get(url("check", file))
    with django_assert_num_queries(14):
        officer.get(url("check", file))


def test_a_row_that_looks_like_a_booking_leads_to_it(officer):
    found = RegistrationFactory(name="Ada Able", email="ada@example.org")
    upload(officer, found.date)
    file = GuestImport.objects.get()
    officer.post(url("match", file), MATCHED)
    text = officer.get(url("check", file)).text
    assert f"Looks like Ada Able, reference {found.public_id}." in text
    assert reverse("events_cms:registration", args=[found.public_id]) in text


def test_the_rows_can_be_downloaded_with_what_happens_and_what_is_left_out_brought_in_again(officer, matched):
    everything = lines(officer.get(url("rows", matched), {"all": ""}))
    assert everything[0] == ["Name", "Email", "Access needs", "What happens", "Why"]
    assert [row[3] for row in everything[1:]] == [
        "With a place",
        "Left out: a mistake",
        "Left out: there already",
    ]
    assert logged()[-1] == ("exported", 3)

    response = officer.get(url("rows", matched))
    mended = response.getvalue().decode("utf-8-sig").replace("bob@", "bob@example.org")
    upload(officer, EventDateFactory(), mended)
    again = GuestImport.objects.first()
    assert [row[1:3] for row in again.rows] == [["Bob", "bob@example.org"], ["Ada Able", "ada@example.org"]]
    form = officer.get(url("match", again)).context["form"]
    assert [field.value() for field in form.sections[0][1]] == ["name", "email", "needs", "", ""]


# --- Taking in


def test_the_button_leaves_the_file_to_the_worker(officer, matched):
    response = officer.post(url("check", matched), {"second": ["4"]})

    matched.refresh_from_db()
    assert response.url == url("result", matched)
    assert (matched.status, matched.chosen["second"], Registration.objects.count()) == ("running", [4], 0)
    assert "0 of 3 rows are taken in." in officer.get(response.url).text


def test_the_result_says_what_became_of_each_row_with_a_link_to_its_registration(officer, taken_in):
    page = officer.get(url("result", taken_in))

    registration = Registration.objects.get()
    assert (registration.name, registration.taken_by) == ("Ada Able", officer.user)
    assert reverse("events_cms:registration", args=[registration.public_id]) in page.text
    assert "Email “bob@”: write an e-mail address like name@example.com." in page.text
    assert [group.heading for group in page.context["groups"]] == [
        "Left out: a mistake (1)",
        "Left out: there already (1)",
        "With a place (1)",
    ]
    assert lines(officer.get(url("rows", taken_in)))[1][0] == "Bob"
    assert not Message.objects.exists()


def test_a_page_whose_turn_is_over_or_not_yet_there_leads_to_the_one_whose_turn_it_is(officer, uploaded):
    assert officer.get(url("check", uploaded)).url == url("match", uploaded)
    officer.post(url("match", uploaded), MATCHED)
    assert officer.get(url("result", uploaded)).url == url("check", uploaded)
    officer.post(url("check", uploaded))
    assert officer.get(url("match", uploaded)).url == url("result", uploaded)
    assert officer.post(url("match", uploaded), MATCHED).url == url("result", uploaded)


def test_a_date_that_takes_nobody_has_no_button_and_says_why(officer, matched):
    matched.date.page.unpublish()
    page = officer.get(url("check", matched)).text
    assert "Now nobody can be taken in: This event is no longer on the site." in page
    assert "Take in 1 person" not in page


def test_a_date_that_is_over_says_what_is_noted(officer):
    upload(officer, EventDateFactory(past=True))
    file = GuestImport.objects.get()
    assert "tells" not in officer.get(url("match", file)).context["form"].fields
    officer.post(url("match", file), MATCHED)
    assert "whoever is taken in is noted as having come" in officer.get(url("check", file)).text


def test_members_of_a_forum_come_in_the_same_way(officer):
    forum = ForumPageFactory()
    address = reverse("events_cms:import_forum", args=[forum.pk])
    officer.post(address, {"file": SimpleUploadedFile("people.csv", LIST.encode())})
    file = GuestImport.objects.get()
    officer.post(url("match", file), MATCHED | {"column_2": "message"})
    officer.post(url("check", file))
    importing.take_in.call(file.public_id)
    assert list(Membership.objects.values_list("forum", "name", "why")) == [(forum.pk, "Ada Able", "BSL")]
    assert reverse("forums_cms:forum", args=[forum.pk]) in officer.get(url("result", file)).text


def test_a_file_can_be_deleted_at_once(officer, taken_in):
    response = officer.post(url("delete", taken_in), follow=True)
    assert "The file is deleted. Whom it brought stays." in response.text
    assert not GuestImport.objects.exists()


@pytest.mark.parametrize("name", ["match", "check", "result", "rows", "delete"])
def test_whoever_may_only_read_registrations_opens_no_file(bystander, matched, name):
    bystander.user.user_permissions.add(Permission.objects.get(codename="view_registration"))
    method = bystander.post if name == "delete" else bystander.get
    assert method(url(name, matched)).url == reverse("wagtailadmin_home")
    assert GuestImport.objects.exists()

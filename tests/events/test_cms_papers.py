"""The papers of a date in the CMS."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events.models import Paper
from tests.factories.events import EventDateFactory, PaperFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"events_cms:{name}", args=[row.public_id])


def cells(response):
    table = response.context["table"]
    return [[str(column.get_value(paper)) for column in table.columns.values()] for paper in table.data]


def add(client, date, name="agenda.pdf", **given):
    typed = {"kind": "agenda", "title_0": "Agenda", "title_1": "", "audience": "members"}
    file = SimpleUploadedFile(name, b"words")
    return client.post(url("add_paper", date), typed | {"file": file} | given, follow=True)


def test_the_page_of_a_date_leads_to_its_papers(officer):
    date = EventDateFactory()
    assert url("papers", date) in officer.get(url("date", date)).text


def test_the_list_says_who_can_open_what(officer):
    paper = PaperFactory(title="Agenda", kind="agenda", for_members=True)
    PaperFactory(title="Of another date")
    (row,) = cells(officer.get(url("papers", paper.date)))
    assert row[:3] == ["Agenda (PDF, 1 KB)", "Agenda", "Members of the forum, and those with a place"]
    assert row[-1] == "Remove"


def test_an_officer_adds_a_paper(officer):
    date = EventDateFactory()
    response = add(officer, date)
    paper = Paper.objects.get()
    assert response.request["PATH_INFO"] == url("papers", date)
    assert (paper.date, paper.kind, str(paper.title), paper.audience) == (date, "agenda", "Agenda", "members")
    assert paper.file.read() == b"words"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"file": ""}, "Select a file."),
        ({"title_0": ""}, "Enter the title."),
        ({"name": "agenda.html"}, "is not allowed"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_added(officer, given, said):
    response = add(officer, EventDateFactory(), **given)
    assert said in str(response.context["form"].errors)
    assert Paper.objects.count() == 0


def test_removing_asks_first_and_takes_the_file_away(officer, django_capture_on_commit_callbacks):
    paper = PaperFactory(title="Agenda")
    storage, name = paper.file.storage, paper.file.name
    assert "This cannot be undone." in officer.get(url("remove_paper", paper)).text
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(url("remove_paper", paper))
    assert (Paper.objects.count(), storage.exists(name)) == (0, False)


def test_an_officer_opens_any_paper(officer):
    response = officer.get(url("paper", PaperFactory()))
    assert b"".join(response.streaming_content) == b"%PDF-1.4 secret words"
    assert "no-store" in response["Cache-Control"]


def test_somebody_without_the_right_sees_and_adds_nothing(bystander):
    paper = PaperFactory()
    for name in ("paper", "remove_paper"):
        assert bystander.get(url(name, paper)).status_code in (302, 403)
    for name in ("papers", "add_paper"):
        assert bystander.get(url(name, paper.date)).status_code in (302, 403)
    add(bystander, paper.date)
    bystander.post(url("remove_paper", paper))
    assert list(Paper.objects.all()) == [paper]


@pytest.mark.parametrize(("interests", "shown"), [("", "Nothing to declare"), ("I own shares.", "I own shares.")])
def test_the_page_of_a_registration_says_what_was_declared(officer, interests, shown):
    registration = RegistrationFactory(interests=interests, agreed_at=timezone.now())
    assert shown in officer.get(url("registration", registration)).text


def test_nothing_is_said_of_a_declaration_that_was_never_made(officer):
    assert "Declared interests" not in officer.get(url("registration", RegistrationFactory())).text

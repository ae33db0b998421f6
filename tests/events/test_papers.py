"""Who may open which paper, and how it is handed out."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from accounts import people
from events import bookings, links, memberships, papers
from events.models import Paper, Registration
from tests.events.walking import soup, text
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventDateFactory,
    EventPageFactory,
    ForumPageFactory,
    MembershipFactory,
    PaperFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum_date():
    return EventDateFactory(page=EventPageFactory(parent=ForumPageFactory()))


def shown(response):
    """The links to papers on a page, as {words: address}, without the date that is said to screen readers."""
    page = soup(response).main
    for hidden in page.find_all(class_="nhsuk-u-visually-hidden"):
        hidden.decompose()
    found = page.find_all("a", href=lambda href: "/papers/" in href)
    return {" ".join(link.get_text(" ", strip=True).split()): link["href"] for link in found}


def link_to(client, row, paper):
    """The address of a paper, as the page of a booking or membership shows it."""
    return shown(client.get(links.path(row)))[papers.in_words(paper)]


# --- On the pages


def test_the_event_s_page_links_what_is_for_everybody_with_type_and_size(client):
    date = EventDateFactory()
    PaperFactory(date=date, title="Agenda", for_everybody=True)
    PaperFactory(date=date, title="For members", for_members=True)
    PaperFactory(date=date, title="For those who come")
    assert list(shown(client.get(date.page.url))) == ["Agenda (PDF, 1 KB)"]


def test_the_event_s_page_links_the_minutes_of_a_past_date(client):
    date = EventDateFactory(past=True)
    PaperFactory(date=date, title="Minutes", kind="minutes", for_everybody=True)
    assert list(shown(client.get(date.page.url))) == ["Minutes (PDF, 1 KB)"]


def test_somebody_with_a_place_finds_every_paper_by_their_link(client, forum_date):
    for title, trait in [("A", {"for_everybody": True}), ("B", {"for_members": True}), ("C", {})]:
        PaperFactory(date=forum_date, title=title, **trait)
    found = shown(client.get(links.path(RegistrationFactory(date=forum_date))))
    assert list(found) == ["A (PDF, 1 KB)", "B (PDF, 1 KB)", "C (PDF, 1 KB)"]
    assert [client.get(address).status_code for address in found.values()] == [200, 200, 200]


@pytest.mark.parametrize("state", ["waiting", "offered", "cancelled"])
def test_nobody_without_a_place_finds_a_paper(client, state):
    paper = PaperFactory()
    response = client.get(links.path(RegistrationFactory(date=paper.date, **{state: True})))
    assert shown(response) == {}


def test_a_member_finds_the_papers_for_members_the_latest_date_first(client, forum_date):
    earlier = EventDateFactory(page=forum_date.page, past=True)
    PaperFactory(date=earlier, title="Minutes", for_members=True)
    PaperFactory(date=forum_date, title="Agenda", for_everybody=True)
    PaperFactory(date=forum_date, title="For those who come")
    PaperFactory(title="Of another forum", for_members=True)
    membership = MembershipFactory(forum=forum_date.page.get_parent().specific)
    found = shown(client.get(links.path(membership)))
    assert list(found) == ["Agenda (PDF, 1 KB)", "Minutes (PDF, 1 KB)"]
    assert [client.get(address).status_code for address in found.values()] == [200, 200]


def test_titles_are_in_the_reader_s_language():
    paper = PaperFactory(title={"en": "Agenda", "cy": "Agenda’r cyfarfod"})
    paper.refresh_from_db()
    with translation.override("cy"):
        assert papers.in_words(paper) == "Agenda’r cyfarfod (PDF, 1 KB)"


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (120 * 1024, "120 KB"), (1024 * 1024, "1 MB"), (2_600_000, "2 MB")]
)
def test_a_size_is_said_in_whole_numbers(size, words):
    paper = PaperFactory(title="Agenda", file=SimpleUploadedFile("a.pdf", b"0" * size))
    assert papers.in_words(paper) == f"Agenda (PDF, {words})"


def test_a_lost_file_leaves_the_pages_that_list_it_standing(client):
    paper = PaperFactory(title="Agenda", for_everybody=True)
    paper.file.storage.delete(paper.file.name)
    assert list(shown(client.get(paper.date.page.url))) == ["Agenda (PDF)"]


# --- Opening


def test_a_paper_is_handed_out_as_what_it_is_under_a_clean_name(client):
    paper = PaperFactory(title='Agenda: "first" & last/\r\n', for_everybody=True)
    response = client.get(f"/papers/{paper.public_id}/")
    assert b"".join(response.streaming_content) == b"%PDF-1.4 secret words"
    assert {name: response[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'inline; filename="agenda-first-last.pdf"',
        "X-Content-Type-Options": "nosniff",
    }


def test_office_files_are_saved_and_not_shown(client):
    paper = PaperFactory(title="Plan", file=SimpleUploadedFile("plan.docx", b"words"), for_everybody=True)
    response = client.get(f"/papers/{paper.public_id}/")
    assert response["Content-Disposition"] == 'attachment; filename="plan.docx"'


def test_every_type_that_may_be_added_can_be_handed_out():
    assert set(papers.TYPES) == set(Paper.FILE_TYPES)


def test_only_what_is_for_everybody_may_be_kept_by_a_cache(client):
    public, private = PaperFactory(for_everybody=True), PaperFactory()
    address = link_to(client, RegistrationFactory(date=private.date), private)
    assert client.get(f"/papers/{public.public_id}/")["Cache-Control"] == "public, max-age=300"
    assert client.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("trait", ["for_members", "for_everybody"])
def test_the_bare_address_opens_only_what_is_for_everybody_on_a_public_page(client, trait):
    paper = PaperFactory(**{trait: True}, date__page__live=trait == "for_members")
    assert client.get(f"/papers/{paper.public_id}/").status_code == 404


def test_an_address_names_nobody_and_serves_no_other_paper(client):
    paper, other = PaperFactory(), PaperFactory()
    registration = RegistrationFactory(date=paper.date)
    address = link_to(client, registration, paper)
    assert registration.public_id not in address
    assert registration.person.public_id not in address
    assert client.get(address.replace(paper.public_id, other.public_id)).status_code == 404
    assert client.get(f"/papers/{paper.public_id}/{'0' * 22}/").status_code == 404


def test_an_address_ends_with_the_place(client):
    paper = PaperFactory()
    registration = RegistrationFactory(date=paper.date)
    address = link_to(client, registration, paper)
    bookings.cancel(registration=registration)
    assert client.get(address).status_code == 404


def test_an_address_ends_when_the_link_ends(client):
    paper = PaperFactory()
    registration = RegistrationFactory(date=paper.date)
    address = link_to(client, registration, paper)
    people.correct(registration.person, by=UserFactory(), email="new@example.org")
    assert client.get(address).status_code == 404


def test_an_address_ends_with_the_membership(client, forum_date):
    paper = PaperFactory(date=forum_date, for_members=True)
    membership = MembershipFactory(forum=forum_date.page.get_parent().specific)
    address = link_to(client, membership, paper)
    memberships.leave(membership=membership)
    assert client.get(address).status_code == 404


def test_a_member_cannot_open_what_is_for_those_with_a_place(client, forum_date):
    membership = MembershipFactory(forum=forum_date.page.get_parent().specific)
    paper = PaperFactory(date=forum_date)
    given = links.pass_to(paper.public_id, membership)
    assert client.get(f"/papers/{paper.public_id}/{given}/").status_code == 404


def test_a_member_of_another_forum_cannot_open_it(client, forum_date):
    paper = PaperFactory(date=forum_date, for_members=True)
    given = links.pass_to(paper.public_id, MembershipFactory())
    assert client.get(f"/papers/{paper.public_id}/{given}/").status_code == 404


# --- Adding and taking away


def add(**given):
    file = SimpleUploadedFile("agenda.pdf", b"words")
    return papers.add(
        **{"date": EventDateFactory(), "by": UserFactory(), "kind": "agenda", "title": "Agenda", "file": file}
        | {"audience": "placed"}
        | given
    )


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(ValidationError) as refused:
        add(file=SimpleUploadedFile("agenda.html", b"<script>"))
    assert list(refused.value.error_dict) == ["file"]


def test_a_file_that_is_too_large_is_refused():
    file = SimpleUploadedFile("agenda.pdf", b"words")
    file.size = papers.LARGEST + 1
    with pytest.raises(ValidationError, match="smaller than 20 MB"):
        add(file=file)


def test_taking_a_paper_away_takes_its_file_away(django_capture_on_commit_callbacks):
    paper = add()
    storage, name = paper.file.storage, paper.file.name
    with django_capture_on_commit_callbacks(execute=True):
        papers.remove(paper=paper, by=UserFactory())
    assert (Paper.objects.count(), storage.exists(name)) == (0, False)


# --- Under an agreement


@pytest.fixture
def guarded():
    """A paper of a date on which a product is discussed."""
    return PaperFactory(date__needs_agreement=True, title="Evidence")


def agree(client, registration, **given):
    return client.post(
        f"{links.path(registration)}agree/", {"interests": "nothing", "which": "", "agreed": "on"} | given, follow=True
    )


def test_papers_open_after_the_agreement_and_not_before(client, guarded):
    registration = RegistrationFactory(date=guarded.date)
    before = client.get(links.path(registration))
    assert "Evidence (PDF, 1 KB)" in text(before)
    assert shown(before) == {}
    given = links.pass_to(guarded.public_id, registration)
    assert client.get(f"/papers/{guarded.public_id}/{given}/").status_code == 404
    after = agree(client, registration)
    assert list(shown(after)) == ["Evidence (PDF, 1 KB)"]
    assert client.get(shown(after)["Evidence (PDF, 1 KB)"]).status_code == 200


def test_what_is_for_everybody_opens_without_an_agreement(client, guarded):
    PaperFactory(date=guarded.date, title="Agenda", for_everybody=True)
    response = client.get(links.path(RegistrationFactory(date=guarded.date)))
    assert list(shown(response)) == ["Agenda (PDF, 1 KB)"]
    assert client.get(shown(response)["Agenda (PDF, 1 KB)"]).status_code == 200


def test_nobody_is_asked_to_agree_where_every_paper_is_for_everybody(client):
    paper = PaperFactory(for_everybody=True, date__needs_agreement=True)
    assert "agree to keep" not in text(client.get(links.path(RegistrationFactory(date=paper.date))))


def test_members_need_a_place_for_papers_under_an_agreement(client, forum_date):
    forum_date.needs_agreement = True
    forum_date.save()
    paper = PaperFactory(date=forum_date, title="Evidence", for_members=True)
    membership = MembershipFactory(forum=forum_date.page.get_parent().specific)
    response = client.get(links.path(membership))
    assert "Evidence (PDF, 1 KB)" in text(response)
    assert "You need a place at this event to open them." in text(response)
    assert shown(response) == {}
    given = links.pass_to(paper.public_id, membership)
    assert client.get(f"/papers/{paper.public_id}/{given}/").status_code == 404


def test_interests_can_be_declared_again_when_something_changes(client, guarded):
    registration = RegistrationFactory(date=guarded.date)
    agree(client, registration)
    first = Registration.objects.get().agreed_at
    agree(client, registration, interests="something", which="My sister works there.")
    registration.refresh_from_db()
    assert registration.interests == "My sister works there."
    assert timezone.now() - timedelta(minutes=1) < first < registration.agreed_at


def test_a_place_that_is_given_up_and_restored_keeps_the_agreement(client, guarded):
    registration = RegistrationFactory(date=guarded.date)
    agree(client, registration)
    bookings.restore(registration=bookings.cancel(registration=registration))
    assert list(shown(client.get(links.path(registration)))) == ["Evidence (PDF, 1 KB)"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_booking_asks_the_database_a_fixed_number_of_times(client, django_assert_num_queries, number):
    registration = RegistrationFactory()
    PaperFactory.create_batch(number, date=registration.date)
    client.get(links.path(registration))
    with django_assert_num_queries(11):
        client.get(links.path(registration))

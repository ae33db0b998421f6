"""The menu "Topics" of the CMS, as an officer uses it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from reviews.models import DesignTeam, Milestone, Outcome, Promise, TopicStatus
from tests.factories.accounts import UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.reviews import (
    CarePathwayPageFactory,
    DesignTeamFactory,
    MilestoneFactory,
    OutcomeFactory,
    PromiseFactory,
    TechnologyPageFactory,
    TopicStatusFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def url(name, *args):
    return reverse(f"topics:{name}", args=args)


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def rows(response):
    table = response.context["table"]
    return [[str(column.get_value(topic)) for column in table.columns.values()] for topic in table.data]


def test_the_list_says_where_each_topic_stands_what_comes_next_and_what_was_promised(officer):
    page = TechnologyPageFactory(title="Heart patch")
    TopicStatusFactory(topic=page, status="committee")
    MilestoneFactory(topic=page, past=True)
    MilestoneFactory(topic=page, title="Meeting", starts_on="2099-03-01", provisional=True)
    PromiseFactory(page=page, by=TODAY() - timedelta(days=1))
    CarePathwayPageFactory(title="Hubs", live=False)
    late = f"{TODAY() - timedelta(days=1):%-d %B %Y}, late"
    assert rows(officer.get(url("index"))) == [
        ["Heart patch", "Technology", "With the committee", "1 March 2099: Meeting (provisional)", late, "0", "Public"],
        ["Hubs", "Care pathway", "Not stated", "", "", "0", "Draft"],
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_times_for_one_topic_and_for_three(officer, django_assert_num_queries, number):
    for _each in range(number):
        page = TechnologyPageFactory()
        TopicStatusFactory(topic=page)
        MilestoneFactory(topic=page)
        PromiseFactory(page=page)
    officer.get(url("index"))
    with django_assert_num_queries(18):
        officer.get(url("index"))


def test_the_screen_of_a_topic_shows_all_its_facts(officer):
    page = TechnologyPageFactory()
    TopicStatusFactory(topic=page, status="committee", reason="Evidence is in.", by=officer.user)
    MilestoneFactory(topic=page, title="Second meeting")
    PromiseFactory(page=page)
    OutcomeFactory(topic=page, you_said="Parking costs too much.")
    DesignTeamFactory(name="Heart team", topics=[page])
    said = BeautifulSoup(officer.get(url("facts", page.pk)).content, "html.parser").get_text()
    for words in ("With the committee", "Evidence is in.", "Second meeting", "Parking costs too much.", "Heart team"):
        assert words in said


def test_an_officer_states_a_status_of_the_topics_own_kind(officer):
    page = TechnologyPageFactory()
    address = url("change_status", page.pk)
    response = officer.post(address, {"status": "idea", "since": TODAY(), "reason_0": "", "reason_1": ""})
    assert list(errors(response)) == ["status"]
    assert errors(officer.post(address, {})) == {
        "status": ["Select a status."],
        "since": ["Enter the day since when it is so."],
    }
    response = officer.post(
        address, {"status": "paused", "since": TODAY(), "reason_0": "We wait.", "reason_1": "Aros."}
    )
    assert response.url == url("facts", page.pk)
    status = TopicStatus.objects.get()
    assert (status.status, status.by, status.reason.data) == ("paused", officer.user, {"cy": "Aros.", "en": "We wait."})


def test_an_officer_adds_changes_and_removes_a_milestone(officer):
    page = CarePathwayPageFactory()
    typed = {"kind": "decision_meeting", "title_0": "Decision", "title_1": "", "starts_on": "2099-03-01", "ends_on": ""}
    officer.post(url("add_milestone", page.pk), typed)
    milestone = Milestone.objects.get()
    assert (str(milestone), milestone.ends_on, milestone.provisional) == ("Decision", milestone.starts_on, False)
    response = officer.post(url("change_milestone", milestone.pk), typed | {"ends_on": "2099-02-01"})
    assert errors(response) == {"ends_on": ["Enter an end that is not before the start."]}
    officer.post(url("change_milestone", milestone.pk), typed | {"ends_on": "2099-03-05", "provisional": "on"})
    milestone.refresh_from_db()
    assert (milestone.ends_on.day, milestone.provisional) == (5, True)
    assert officer.get(url("remove_milestone", milestone.pk)).status_code == 200
    officer.post(url("remove_milestone", milestone.pk))
    assert not Milestone.objects.exists()


def test_an_officer_promises_moves_and_keeps(officer):
    page = TechnologyPageFactory()
    officer.post(url("give_promise", page.pk), {"by": "2099-03-01"})
    promise = Promise.objects.get()
    late = {"by": "2099-04-01", "why_late_0": "", "why_late_1": ""}
    assert errors(officer.post(url("move_promise", promise.pk), late)) == {
        "why_late": ["Enter why it is late. People will read this."]
    }
    officer.post(url("move_promise", promise.pk), late | {"why_late_0": "We had too few answers."})
    officer.post(url("keep_promise", promise.pk), {"on": TODAY()})
    promise.refresh_from_db()
    assert (promise.by.month, promise.kept_on) == (4, TODAY())


def test_a_promise_may_hang_on_any_page_and_leads_back_to_its_editor(officer):
    event = EventPageFactory(promise=None)
    response = officer.post(url("give_promise", event.pk), {"by": "2099-03-01"})
    assert response.url == reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert Promise.objects.get().page_id == event.pk


def test_an_officer_records_an_outcome_and_shows_it_later(officer):
    page = TechnologyPageFactory()
    typed = {"you_said_0": "Scans in every town.", "you_said_1": "", "we_did_0": "1 more.", "we_did_1": ""}
    typed |= {"decision": "cannot_do", "reason_0": "", "reason_1": "", "decided_on": "2026-03-01", "published_on": ""}
    response = officer.post(url("record_outcome", page.pk), typed)
    assert errors(response) == {"reason": ["Enter the reason why this cannot be done."]}
    officer.post(url("record_outcome", page.pk), typed | {"reason_0": "There is no staff."})
    outcome = Outcome.objects.get()
    officer.post(url("change_outcome", outcome.pk), typed | {"decision": "done"})
    officer.post(url("tell_outcome", outcome.pk))
    outcome.refresh_from_db()
    assert (outcome.decision, outcome.published_on) == ("done", TODAY())
    assert officer.get(url("tell_outcome", outcome.pk)).status_code == 405


def test_an_officer_makes_a_design_team_of_addresses(officer):
    page = TechnologyPageFactory()
    typed = {"name": "Heart", "topics": [page.pk], "emails": "dev@example.org\nnot an address"}
    assert errors(officer.post(url("make_team"), typed)) == {
        "emails": ["Enter e-mail addresses in the correct format: not is not one."]
    }
    officer.post(url("make_team"), typed | {"emails": "dev@example.org\nnew@example.org"})
    team = DesignTeam.objects.get()
    assert sorted(team.members.values_list("email", flat=True)) == ["dev@example.org", "new@example.org"]
    shown = officer.get(url("change_team", team.pk)).context["form"]
    assert shown["emails"].value().split() == ["dev@example.org", "new@example.org"]
    officer.post(url("change_team", team.pk), {"name": "Heart", "topics": [], "emails": ""})
    assert (team.members.count(), team.topics.count()) == (0, 0)


SCREENS = ("change_status", "add_milestone", "give_promise", "record_outcome")


@pytest.mark.parametrize("name", [*SCREENS, "facts"])
def test_somebody_with_a_key_to_the_cms_and_no_rights_opens_none_of_it(bystander, name):
    assert bystander.get(url(name, TechnologyPageFactory().pk)).status_code == 302
    assert bystander.get(url("teams")).status_code == 302
    assert "Topics" not in bystander.get("/cms/").content.decode()


def test_the_editor_lists_the_facts_and_never_edits_them(officer):
    page = TechnologyPageFactory()
    MilestoneFactory(topic=page, title="Second meeting", provisional=True)
    html = BeautifulSoup(officer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser")
    assert "Second meeting" in html.find(class_="app-facts").get_text()
    assert html.find("a", href=url("facts", page.pk))


def test_the_editor_of_a_page_that_is_not_saved_says_to_save_it_first(officer):
    parent = TechnologyPageFactory().get_parent()
    response = officer.get(reverse("wagtailadmin_pages:add", args=["reviews", "technologypage", parent.pk]))
    assert "Save the page first." in response.content.decode()


def test_the_editor_offers_the_programmes_of_this_kind_of_topic(officer):
    page = CarePathwayPageFactory(programme="routine_use")
    response = officer.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    offered = [code for code, _label in response.context["form"].fields["programme"].choices]
    assert offered == ["", "local_redesign", "regional_redesign", "national_programme", "routine_use"]


def test_the_first_page_of_the_cms_names_promises_that_are_due(officer):
    PromiseFactory(page=TechnologyPageFactory(title="Heart patch"), by=TODAY() - timedelta(days=1))
    PromiseFactory(page=TechnologyPageFactory(title="Far away"), by=TODAY() + timedelta(days=90))
    panel = BeautifulSoup(officer.get("/cms/").content, "html.parser").find(id="promises-due-content")
    assert "Heart patch" in panel.get_text()
    assert "Late" in panel.get_text()
    assert "Far away" not in panel.get_text()


def test_the_history_of_a_page_says_what_was_stated(officer):
    page = TechnologyPageFactory()
    officer.post(url("change_status", page.pk), {"status": "paused", "since": TODAY(), "reason_0": "", "reason_1": ""})
    response = officer.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "Stated the status: Paused" in response.content.decode()


def test_members_of_a_team_are_not_shown_in_the_list_of_teams(officer):
    DesignTeamFactory(name="Heart", members=[UserFactory(email="dev@example.org")])
    response = officer.get(url("teams"))
    assert "Heart" in response.content.decode()
    assert "dev@example.org" not in response.content.decode()

"""What officers change about a topic, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from i18nfield.strings import LazyI18nString
from wagtail.models import PageLogEntry

from accounts.models import User
from reviews import outcomes, progress, promises, teams
from reviews.models import DesignTeam, Milestone, Outcome, Promise, TopicStatus
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    MilestoneFactory,
    OutcomeFactory,
    PromiseFactory,
    TechnologyPageFactory,
    TopicStatusFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def topic():
    return TechnologyPageFactory()


@pytest.fixture
def user():
    return UserFactory()


def history(page):
    return [(entry.action, entry.data.get("what"), entry.user) for entry in PageLogEntry.objects.filter(page=page)]


def test_a_new_status_keeps_the_ones_before_it_and_says_who_stated_it(topic, user):
    TopicStatusFactory(topic=topic, status="scoping", since=TODAY() - timedelta(days=9))
    progress.change_status(topic=topic, status="paused", since=TODAY(), reason="We wait.", by=user)
    assert list(topic.statuses.values_list("status", "by")) == [("paused", user.pk), ("scoping", None)]
    assert topic.status.status == "paused"
    assert ("reviews.status", "Paused", user) in history(topic)


def test_two_statuses_of_one_day_are_told_apart_by_which_came_later(topic, user):
    for status in ("scoping", "in_development"):
        progress.change_status(topic=topic, status=status, since=TODAY(), by=user)
    assert topic.status.status == "in_development"


def test_a_status_that_is_in_no_list_is_refused(topic, user):
    with pytest.raises(ValidationError):
        progress.change_status(topic=topic, status="lost", since=TODAY(), by=user)
    assert TopicStatus.objects.count() == 0


def test_a_milestone_is_added_changed_and_removed_with_a_line_in_the_history(topic, user):
    milestone = progress.add_milestone(
        topic=topic, kind="committee_meeting", title="Meeting", starts_on=TODAY(), ends_on=TODAY(), by=user
    )
    progress.change_milestone(milestone=milestone, provisional=False, by=user)
    assert Milestone.objects.get().provisional is False
    progress.remove_milestone(milestone=milestone, by=user)
    assert Milestone.objects.count() == 0
    assert [action for action, _what, by in history(topic) if by == user] == [
        "reviews.milestone_removed",
        "reviews.milestone",
        "reviews.milestone",
    ]


def test_a_milestone_that_ends_before_it_starts_is_refused(topic, user):
    with pytest.raises(ValidationError, match="Enter an end that is not before the start"):
        progress.change_milestone(milestone=MilestoneFactory(topic=topic), ends_on=TODAY(), by=user)


@pytest.mark.parametrize(
    ("starts", "ends", "word"),
    [(-2, -1, "past"), (-1, 0, "current"), (0, 0, "current"), (0, 1, "current"), (1, 1, "coming")],
)
def test_a_milestone_is_past_current_or_coming_and_never_two_of_them(topic, starts, ends, word):
    MilestoneFactory(topic=topic, starts_on=TODAY() + timedelta(starts), ends_on=TODAY() + timedelta(ends))
    milestones = topic.milestones
    assert [each for each in ("past", "current", "coming") if getattr(milestones, each)().exists()] == [word]
    assert milestones.not_over().exists() == (word != "past")


def test_a_promise_is_given_kept_once_and_then_closed(topic, user):
    promise = promises.give(page=topic, due=TODAY(), by=user)
    promises.keep(promise=promise, on=TODAY(), by=user)
    assert list(Promise.objects.values_list("by", "kept_on")) == [(TODAY(), TODAY())]
    for refused in (
        lambda: promises.keep(promise=promise, on=TODAY(), by=user),
        lambda: promises.move(promise=promise, due=TODAY(), why_late="", by=user),
    ):
        with pytest.raises(ValidationError, match="was kept already"):
            refused()


def test_a_promise_is_moved_to_a_later_day_only_with_a_reason(topic, user):
    promise = PromiseFactory(page=topic, by=TODAY())
    with pytest.raises(ValidationError) as refusal:
        promises.move(promise=promise, due=TODAY() + timedelta(days=1), why_late=LazyI18nString({}), by=user)
    assert refusal.value.message_dict == {"why_late": ["Enter why it is late. People will read this."]}
    promises.move(promise=promise, due=TODAY() + timedelta(days=1), why_late="We had too few answers.", by=user)
    promise.refresh_from_db()
    assert (promise.by, str(promise.why_late)) == (TODAY() + timedelta(days=1), "We had too few answers.")


def test_overdue_is_what_was_due_before_today_and_not_kept(topic):
    late = PromiseFactory(page=topic, by=TODAY() - timedelta(days=1))
    PromiseFactory(page=topic, by=TODAY())
    PromiseFactory(page=topic, by=TODAY() - timedelta(days=2), kept_on=TODAY())
    assert list(Promise.objects.overdue()) == [late]
    assert [promise.is_overdue for promise in Promise.objects.all()] == [False, True, False]


def test_an_outcome_is_told_once(topic, user):
    outcome = OutcomeFactory(topic=topic, untold=True)
    outcomes.tell(outcome=outcome, on=TODAY(), by=user)
    assert list(Outcome.objects.published()) == [outcome]
    with pytest.raises(ValidationError, match="shown already"):
        outcomes.tell(outcome=outcome, on=TODAY(), by=user)


def test_what_cannot_be_done_needs_a_reason(topic, user):
    facts = {"you_said": "Scans in every town.", "we_did": "One more scanner.", "decided_on": TODAY()}
    for nothing in ("", LazyI18nString({"en": "", "cy": ""})):
        with pytest.raises(ValidationError, match="Enter the reason why this cannot be done"):
            outcomes.record(topic=topic, decision="cannot_do", reason=nothing, by=user, **facts)
    outcomes.record(topic=topic, decision="cannot_do", reason="There is no staff.", by=user, **facts)
    assert Outcome.objects.get().published_on is None


def test_a_design_team_takes_members_by_address_and_makes_accounts_for_new_ones(topic, user):
    known = UserFactory(email="Dev@example.org")
    team = teams.make(name="Heart", topics=[topic], emails=["dev@example.org", "new@example.org"], by=user)
    new = User.objects.get(email="new@example.org")
    assert set(team.members.all()) == {known, new}
    assert (new.is_staff, new.has_usable_password()) == (True, False)
    teams.change(team=team, name="Heart and lungs", topics=[], emails=["new@example.org"], by=user)
    assert list(DesignTeam.objects.of(new).values_list("name", flat=True)) == ["Heart and lungs"]
    assert not DesignTeam.objects.of(known).exists()


def test_two_teams_of_one_name_are_refused(topic, user):
    teams.make(name="Heart", topics=[], emails=[], by=user)
    with pytest.raises(ValidationError):
        teams.make(name="Heart", topics=[], emails=[], by=user)

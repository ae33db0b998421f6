from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from accounts import consents
from accounts.models import AccessLog
from events import arranging, sharing
from events.models import AccessNeed, Transition
from mailing import outbox
from mailing.models import Message, Suppression
from mailing.tracking import suppress
from tests.events.booking import history, kinds
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import AccessNeedFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def date():
    return EventDateFactory(starts_at=datetime(2027, 7, 15, 9, 0, tzinfo=UTC))


@pytest.fixture
def need(date):
    return AccessNeedFactory(registration__date=date, code="bsl")


@pytest.fixture
def officer():
    return UserFactory(officer=True)


def state(need):
    need.refresh_from_db()
    return need.status, need.alternative, need.told_at


def refusal(verb, **given):
    with pytest.raises(ValidationError) as refused:
        verb(**given)
    return refused.value.messages


# --- Who arranges it


def test_a_need_is_given_to_somebody_with_a_day_and_nobody_is_told(need, officer):
    arranging.assign(needs=[need], owner=officer, due_on=NOW.date(), by=officer)

    need.refresh_from_db()
    assert (need.owner, need.due_on, need.status) == (officer, NOW.date(), "asked")
    assert (history(need.registration), kinds()) == (["changed"], [])


def test_only_the_day_is_changed_where_only_the_day_is_given(need, officer):
    arranging.assign(needs=[need], owner=officer, by=officer)
    arranging.assign(needs=[need], due_on=NOW.date(), by=officer)

    need.refresh_from_db()
    assert (need.owner, need.due_on) == (officer, NOW.date())


def test_assigning_what_is_so_already_leaves_no_trace(need, officer):
    assert arranging.assign(needs=[need], owner=None, due_on=None, by=officer) == []
    assert history(need.registration) == []


# --- Arranged, not to be met, and back


def test_what_is_arranged_is_told_and_stands_in_history_and_log(need, officer):
    arranging.arrange(needs=[need], by=officer, at=NOW)

    assert state(need) == ("arranged", "", NOW)
    assert kinds() == ["need_arranged"]
    assert Transition.objects.values_list("what", "by", "why").get() == (
        "changed",
        officer.pk,
        "A need was arranged",
    )
    assert AccessLog.objects.values_list("by", "what", "reason", "subject").get() == (
        officer.pk,
        f"registration {need.registration.public_id}",
        "A need was arranged",
        need.registration.person.subject,
    )


def test_several_needs_of_one_person_make_one_message(date, officer):
    registration, other = RegistrationFactory.create_batch(2, date=date)
    needs = [AccessNeedFactory(registration=registration, code=code) for code in ("bsl", "captions", "step_free")]
    needs.append(AccessNeedFactory(registration=other, code="bsl"))

    arranging.arrange(needs=needs, by=officer)

    told = {message.about: message.context["needs"] for message in Message.objects.all()}
    assert told == {registration.public_id: [need.pk for need in needs[:3]], other.public_id: [needs[3].pk]}


def test_arranging_twice_tells_once(need, officer):
    arranging.arrange(needs=[need], by=officer)

    assert arranging.arrange(needs=[need], by=officer) == []
    assert kinds() == ["need_arranged"]


def test_what_cannot_be_met_is_told_with_what_we_offer_instead(need, officer):
    arranging.cannot_meet(needs=[need], by=officer, alternative="A lipspeaker", at=NOW)

    assert state(need) == ("cannot_meet", "A lipspeaker", NOW)
    assert kinds() == ["need_cannot_be_met"]


@pytest.mark.parametrize("alternative", ["", "  "])
def test_what_cannot_be_met_needs_an_alternative(need, officer, alternative):
    words = refusal(arranging.cannot_meet, needs=[need], by=officer, alternative=alternative)

    assert words == ["Enter what we offer instead."]
    assert (state(need), kinds()) == (("asked", "", None), [])


def test_another_alternative_is_told_as_well(need, officer):
    arranging.cannot_meet(needs=[need], by=officer, alternative="A lipspeaker")
    arranging.cannot_meet(needs=[need], by=officer, alternative="Captions")

    assert kinds() == ["need_cannot_be_met"] * 2


def test_what_falls_through_is_to_be_arranged_again_and_told(need, officer):
    arranging.arrange(needs=[need], by=officer)
    arranging.reopen(needs=[need], by=officer, at=NOW)

    assert state(need) == ("asked", "", NOW)
    assert kinds() == ["need_arranged", "need_changed"]


def test_nobody_hears_that_something_changed_of_which_they_never_heard(need, officer):
    arranging.arrange(needs=[need], by=officer, tell=False)
    arranging.reopen(needs=[need], by=officer)

    assert (state(need), kinds()) == (("asked", "", None), [])


def test_whose_message_came_back_was_not_told(need, officer):
    arranging.arrange(needs=[need], by=officer, at=NOW)
    outbox.returned(Message.objects.get(kind="need_arranged"))

    assert state(need) == ("arranged", "", None)


def test_somebody_who_was_not_told_at_once_is_told_later(need, officer):
    arranging.arrange(needs=[need], by=officer, tell=False)
    untold = state(need)
    arranging.tell(needs=[need], by=officer, at=NOW)

    assert (untold, state(need)) == (("arranged", "", None), ("arranged", "", NOW))
    assert kinds() == ["need_arranged"]


def test_telling_later_makes_one_message_for_each_kind_of_news(need, officer):
    other = AccessNeedFactory(registration=need.registration, code="braille")
    arranging.arrange(needs=[need], by=officer, tell=False)
    arranging.cannot_meet(needs=[other], by=officer, alternative="Audio", tell=False)
    arranging.tell(needs=[need, other], by=officer)
    arranging.tell(needs=[need, other], by=officer)

    assert kinds() == ["need_arranged", "need_cannot_be_met"]


@pytest.mark.parametrize("person", ["by_telephone", "by_letter"])
def test_somebody_reached_by_hand_is_told_when_somebody_has_done_it(date, officer, person):
    registration = RegistrationFactory(date=date, person=PersonFactory(**{person: True}))
    need = AccessNeedFactory(registration=registration, code="bsl")
    arranging.arrange(needs=[need], by=officer)
    before, task = state(need)[2], Message.objects.tasks().get()
    outbox.done(task, by=officer)

    assert (before is None, state(need)[2] is None) == (True, False)


def test_somebody_to_whose_address_we_do_not_write_was_not_told(need, officer):
    suppress(need.registration.person.email, Suppression.Reason.BOUNCED)
    arranging.arrange(needs=[need], by=officer)

    assert (state(need)[2], kinds()) == (None, ["need_arranged"])


def test_nobody_is_told_where_the_person_was_erased(need, officer):
    need.registration.person.delete()
    need.registration.refresh_from_db()
    arranging.arrange(needs=[need], by=officer)

    assert (state(need), kinds()) == (("arranged", "", None), [])


def test_history_and_log_outlive_a_need_and_never_say_which_it_was(need, officer):
    arranging.arrange(needs=[need], by=officer)
    arranging.cannot_meet(needs=[need], by=officer, alternative="A lipspeaker")
    arranging.reopen(needs=[need], by=officer)

    said = " ".join(
        [*Transition.objects.values_list("why", flat=True), *AccessLog.objects.values_list("reason", flat=True)]
    )
    assert [word in said for word in ("Sign", "bsl", "lipspeaker")] == [False] * 3


# --- What is refused


VERBS = {
    "arrange": (arranging.arrange, {}),
    "cannot_meet": (arranging.cannot_meet, {"alternative": "Captions"}),
    "reopen": (arranging.reopen, {}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_arranged_for_a_booking_that_ended(date, officer, verb):
    function, more = VERBS[verb]
    need = AccessNeedFactory(registration__date=date, registration__cancelled=True)

    assert refusal(function, needs=[need], by=officer, **more) == ["This booking has ended already."]


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_arranged_for_a_date_that_was_cancelled(officer, verb):
    function, more = VERBS[verb]
    need = AccessNeedFactory(registration__date=EventDateFactory(cancelled=True))

    assert refusal(function, needs=[need], by=officer, **more) == ["This booking has ended already."]


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_arranged_after_the_event(officer, verb):
    function, more = VERBS[verb]
    need = AccessNeedFactory(registration__date=EventDateFactory(past=True))

    words = "The event is over. You can still note whether the need was met."
    assert refusal(function, needs=[need], by=officer, **more) == [words]


@pytest.mark.parametrize("verb", VERBS)
def test_at_least_one_need_is_named(officer, verb):
    function, more = VERBS[verb]

    assert refusal(function, needs=[], by=officer, **more) == ["Select at least one need."]


@pytest.mark.django_db(transaction=True)
def test_needs_are_arranged_inside_a_transaction(need, officer):
    with pytest.raises(TransactionManagementError):
        arranging.arrange(needs=[need], by=officer)


# --- Shared or not


def share(registration, officer, *, given):
    words = "May we tell the venue?"
    sharing.decide(registration=registration, given=given, text=words, method="telephone", by=officer)


@pytest.mark.parametrize(("given", "decision"), [(True, "given"), (False, "refused")])
def test_whether_needs_may_be_shared_rests_on_what_was_said_and_is_kept(need, officer, given, decision):
    AccessNeed.objects.update(may_share=not given)
    share(need.registration, officer, given=given)

    need.refresh_from_db()
    assert need.may_share is given
    assert consents.current(need.registration.person, "access_needs") == decision
    assert history(need.registration) == ["changed"]


def test_nobody_can_have_said_so_for_somebody_who_was_erased(need, officer):
    need.registration.person.delete()
    need.registration.refresh_from_db()

    with pytest.raises(ValidationError, match="This person was erased."):
        share(need.registration, officer, given=True)


# --- What is overdue


def overdue(date, at):
    return [need.code for need in AccessNeed.objects.filter(registration__date=date).overdue(at)]


def test_a_need_is_overdue_the_day_after_it_was_to_be_arranged(need):
    AccessNeed.objects.update(due_on=NOW.date())

    assert [overdue(need.registration.date, NOW + timedelta(days=days)) for days in (0, 1)] == [[], ["bsl"]]


def test_a_person_who_was_not_told_by_the_stated_day_makes_it_overdue(date, need, officer):
    date.needs_answer_by = NOW.date()
    date.save()
    arranging.arrange(needs=[need], by=officer, tell=False)
    days = [overdue(date, NOW + timedelta(days=days)) for days in (0, 1)]
    arranging.tell(needs=[need], by=officer)

    assert days == [[], ["bsl"]]
    assert overdue(date, NOW + timedelta(days=1)) == []


def test_nothing_is_overdue_of_people_who_wait_or_once_the_date_is_over_or_cancelled(date):
    long_ago = timezone.localdate() - timedelta(days=900)
    for fields in [
        {"registration__date": date, "registration__waiting": True},
        {"registration__date": date, "registration__cancelled": True},
        {"registration__date": EventDateFactory(past=True)},
        {"registration__date": EventDateFactory(cancelled=True)},
        {"registration__date": date, "status": "arranged"},
    ]:
        AccessNeedFactory(due_on=long_ago, **fields)

    assert not AccessNeed.objects.overdue().exists()


def test_the_figures_of_a_date_count_each_need_where_it_belongs(date):
    def make(**fields):
        AccessNeedFactory(registration__date=date, **fields)

    make(due_on=NOW.date() - timedelta(days=1))
    make(due_on=NOW.date())
    make(status="arranged", told_at=NOW)
    make(registration__waiting=True)
    make(registration__cancelled=True)
    make(status="met")
    make(status="not_met", how_it_went="No")

    assert AccessNeed.objects.counts(NOW) == {
        "asked": 5, "open": 2, "overdue": 1, "untold": 2, "waiting": 1, "met": 1, "said": 2,
    }  # fmt: skip

"""The demonstration: what is in it, and that loading it again changes nothing."""

from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page

from content import presentations, question_sets
from content.models import QuestionSet
from events import gate, statements
from events.models import EventDate, ForumPage, Membership, Registration, Resource
from events.models.dates import Mode
from events.places import of_dates
from feedback.models import Comment, FeedbackPage, Release, Response, Theme
from home.demo import answers, moving, users
from home.roles import OUR_APPS
from mailing.models import Message
from reviews.models import DesignTeam, Topic
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import SurveyFactory

pytestmark = pytest.mark.django_db


def load(*options):
    said = StringIO()
    call_command("load_demo", *options, stdout=said)
    return said.getvalue()


def numbers():
    models = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: model._base_manager.count() for model in models}


def dates():
    return list(EventDate.objects.order_by("pk").values_list("starts_at", "needs_by", "registration_closes_at"))


def test_it_is_refused_where_the_site_is_no_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="It is only for a demonstration: set DEMO=1 to allow it."):
        load()
    assert not Topic.objects.exists()


def test_it_holds_what_three_kinds_of_users_look_for(settings, rf):
    settings.DEMO = True
    said = load()
    is_whole()
    people_booked()
    what_is_booked_for_several_people()
    one_date_is_shut_since_not_all_is_stated()
    people_join_forums_in_three_ways()
    people_answered()
    every_answer_keeps_its_meaning()
    one_form_is_asked_in_easy_read()
    for each in users.SIGN_INS:
        assert f"{each.email} " in said
        assert authenticate(rf.get("/"), username=each.email, email=each.email, password=each.password) is not None
    before, when = numbers(), dates()
    load()
    assert numbers() == before
    moving.move(-10)
    load()
    assert dates() != when
    assert "moved on by 10 days" in load("--refresh")
    assert (numbers(), dates()) == (before, when)


def is_whole():
    every_text_would_pass_the_editor()
    assert Topic.objects.open_to_the_public().count() == 10
    assert ForumPage.objects.open_to_the_public().count() == 6
    assert EventDate.objects.count() == 20
    assert FeedbackPage.objects.count() == 7
    assert Theme.objects.filter(outcomes__isnull=False, codings__isnull=False).distinct().count() == 4
    team = DesignTeam.objects.get()
    assert (team.topics.count(), team.members.get().email) == (2, "team@example.org")


def every_text_would_pass_the_editor():
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                value = getattr(page, field.name)
                value.stream_block.clean(value)


def every_answer_keeps_its_meaning():
    """The questions of a page are the same each time that it is read, so each form has one version of them."""
    for page in FeedbackPage.objects.all():
        assert question_sets.current(page) == question_sets.current(FeedbackPage.objects.get(pk=page.pk))
    assert QuestionSet.objects.count() == FeedbackPage.objects.count()


def people_booked():
    """A date today, one that is full with people who wait, one with two places left, hybrid and online ones."""
    counted = of_dates(list(EventDate.objects.upcoming()))
    left = {count.capacity - count.taken for counts in counted.values() for count in counts.values()}
    waiting = {count.waiting for counts in counted.values() for count in counts.values()}
    ways = Counter(tuple(date.modes) for date in EventDate.objects.upcoming())
    assert {0, 2} <= left
    assert waiting == {0, 6}
    assert {(Mode.IN_PERSON, Mode.ONLINE), (Mode.ONLINE,), (Mode.IN_PERSON,)} == set(ways)
    today = timezone.localdate()
    assert Registration.objects.placed().filter(date__starts_at__date=today).count() == 28
    assert not Registration.objects.filter(date__ends_at__date__lt=today, attendance="").exists()
    open_messages = Message.objects.filter(state__in=("queued", "task")).values_list("state", flat=True)
    assert Counter(open_messages) == {"queued": 5, "task": 4}


def what_is_booked_for_several_people():
    """Interpreters that are booked and captions that are not, each for those who asked for them."""
    found = {each.code: (each.status, each.quantity, set(each.needs.all())) for each in Resource.objects.all()}
    date = Resource.objects.first().date
    assert {code: (status, number) for code, (status, number, _meets) in found.items()} == {
        "bsl": ("booked", 2),
        "captions": ("to_book", 2),
    }
    assert {need.status for need in found["bsl"][2]} == {"arranged"}
    assert {need.status for need in found["captions"][2]} == {"asked"}
    assert [len(meets) >= 2 for _status, _number, meets in found.values()] == [True, True]
    assert {need.registration.date for _status, _number, meets in found.values() for need in meets} == {date}
    assert set(EventDate.objects.filter(places_online__gt=0).values_list("dial_in", flat=True)).isdisjoint({""})


def one_date_is_shut_since_not_all_is_stated():
    shut = [each for each in EventDate.objects.upcoming().with_statements() if not gate.is_passed(each)]
    assert [(each.page.slug, [item.code for item in statements.missing(each)]) for each in shut] == [
        ("making-research-easier-to-join", ["told_by"])
    ]
    assert not shut[0].registrations.exists()


def people_join_forums_in_three_ways():
    ways = Counter(ForumPage.objects.values_list("how_to_join", flat=True))
    assert ways == {"open": 4, "application": 1, "invitation": 1}
    states = Membership.objects.exclude(state="member").values_list("state", "forum__how_to_join")
    assert Counter(states) == {("applied", "application"): 2, ("invited", "invitation"): 1}
    chairs = Membership.objects.filter(role="chair", until__gt=timezone.localdate())
    assert set(chairs.values_list("forum", flat=True)) == set(ForumPage.objects.values_list("pk", flat=True))


def one_form_is_asked_in_easy_read():
    page = FeedbackPage.objects.exclude(easy_read=[]).get()
    presentations.check(page.easy_read, page.questions)
    assert presentations.lacking(page, presentations.EASY_READ) == []
    said = presentations.words_of(page)[presentations.EASY_READ]
    assert len([key for key in said if key.endswith(".picture")]) == len(page.questions)


def people_answered():
    responses = Counter(Response.objects.values_list("survey__page__slug", flat=True))
    assert sum(responses.values()) == 700
    assert {9, 312} <= set(responses.values())
    masked = Comment.objects.filter(state=Comment.State.MASKED)
    assert masked.exists()
    assert not Comment.objects.reviewed().filter(text__regex=r"\d{5}|@").exists()
    below = Release.objects.get(survey__page__slug="liver-scan-session-feedback")
    assert (below.base, below.tables) == (None, [])
    above = Release.objects.get(survey__page__slug="tests-closer-to-home")
    assert above.base == 310
    assert all(table["answered"] for table in above.tables)


def test_who_was_asked_first_has_not_answered_first():
    """Otherwise the order of the rows would say who gave which answer. A form with names tells what is true."""
    survey = SurveyFactory(personal=True, anonymous=False)
    RegistrationFactory.create_batch(40, date=survey.date)
    answers.answer(survey, {"slug": "example", "responses": 40, "question": []})
    asked = survey.invitations.order_by("pk").values_list("registration", flat=True)
    gave = survey.responses.order_by("pk").values_list("registration", flat=True)
    assert sorted(asked) == sorted(gave)
    assert sum(one == other for one, other in zip(asked, gave, strict=True)) < 10  # one by chance

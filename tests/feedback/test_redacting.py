"""What in people's own words may say who somebody is: found by the worker, suggested, confirmed by a person."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from feedback import redacting, reviewing
from feedback.models import Comment
from mailing import ticks
from tests.factories.accounts import UserFactory
from tests.factories.desk import DeviceFactory
from tests.factories.events import CompanionFactory, RegistrationFactory
from tests.factories.feedback import CommentFactory, ConcernFactory, SurveyFactory

pytestmark = pytest.mark.django_db
SAID = "Ada and Cara saw Olga; hal was there. Ring 01632 960 001, NHS 943 476 5919."


@pytest.fixture
def dated():
    """A form of a date that Ada booked, Cara came along to, Hal welcomed people to, and Olga Officer ran."""
    survey = SurveyFactory(personal=True, anonymous=False, safety_lead__name="Olga Officer")
    CompanionFactory(registration=RegistrationFactory(date=survey.date, name="Ada Able"), name="Cara Carer")
    DeviceFactory(desk__date=survey.date, helper="Hal")
    UserFactory(name="Deva Designer")
    RegistrationFactory(name="Zoe Zest")
    return survey


def written(text, survey=None, **fields):
    """A comment that the worker has looked through."""
    comment = CommentFactory(text=text, **({"response__survey": survey} if survey else {}) | fields)
    redacting.look_at_arrived()
    comment.refresh_from_db()
    return comment


# --- What is found


def test_names_of_people_of_the_date_and_of_staff_are_found_beside_numbers(dated):
    comment = written(SAID, dated)
    assert [(found.text, found.kind.value) for found in redacting.found_in(comment)] == [
        ("Ada", "name"),
        ("Cara", "name"),
        ("Olga", "name"),
        ("01632 960 001", "telephone"),
        ("943 476 5919", "nhs_number"),
    ]
    assert redacting.suggestion(comment) == (
        "[name] and [name] saw [name]; hal was there. Ring [telephone number], NHS [NHS number]."
    )


def test_names_of_other_dates_and_of_design_teams_are_no_finds(dated):
    assert written("Zoe and Deva were there.", dated).finds == []


def test_a_form_without_a_date_knows_staff_only(dated):
    comment = written("Ada saw Olga.")
    assert [found.text for found in redacting.found_in(comment)] == ["Olga"]


def test_the_text_in_pieces_is_the_text(dated):
    pieces = redacting.pieces(written(SAID, dated))
    assert "".join(text for text, _kind in pieces) == SAID
    assert [text for text, kind in pieces if kind] == ["Ada", "Cara", "Olga", "01632 960 001", "943 476 5919"]


def test_it_is_the_worker_that_looks_once_at_each(dated, django_assert_num_queries):
    comment = CommentFactory(response__survey=dated, text=SAID)
    assert comment.finds is None
    ticks.jobs["look through what people wrote"].function(timezone.now())
    comment.refresh_from_db()
    assert comment.finds
    with django_assert_num_queries(1):
        redacting.look_at_arrived()


def test_many_are_looked_at_piece_by_piece_and_nothing_is_left_out(dated, monkeypatch):
    monkeypatch.setattr(redacting, "AT_ONCE", 2)
    CommentFactory.create_batch(5, response__survey=dated)
    redacting.look_at_arrived()
    assert list(Comment.objects.values_list("finds", flat=True)) == [[]] * 5


def test_what_is_held_back_is_looked_at_and_what_was_only_tried_is_not():
    held = CommentFactory(response__state="held", text="Call 01632 960 001")
    trial = CommentFactory(response__is_test=True, text="Call 01632 960 001")
    redacting.look_at_arrived()
    held.refresh_from_db()
    trial.refresh_from_db()
    assert (len(held.finds), trial.finds) == (1, None)


# --- Who confirms it: many at once


def seen(*comments):
    return {comment.pk: reviewing.shown_as(comment) for comment in comments}


def test_unflagged_ones_are_cleared_together_as_they_were_shown(reader):
    first, second, flagged = written("More buses."), written("Fewer forms."), written("Ring 01632 960 001")
    assert reviewing.clear_many(seen=seen(first, second, flagged), by=reader.user) == 2
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == ["clear", "clear", "unread"]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Fewer buses."},
        {"finds": [[0, 4, "name"]]},
        {"finds": None},
        {"state": "withheld"},
    ],
    ids=["other words", "found since", "never looked at", "withheld since"],
)
def test_what_is_not_as_it_was_shown_stays_as_it_is(reader, change):
    comment = written("More buses.")
    shown = seen(comment)
    Comment.objects.filter(pk=comment.pk).update(**change)
    before = Comment.objects.values().get(pk=comment.pk)
    assert reviewing.clear_many(seen=shown, by=reader.user) == 0
    assert Comment.objects.values().get(pk=comment.pk) == before


def test_what_nobody_looked_through_and_what_somebody_is_concerned_about_is_not_cleared_with_others(reader):
    new, grave = CommentFactory(text="New."), written("More buses.")
    ConcernFactory(comment=grave)
    assert reviewing.clear_many(seen=seen(new, grave), by=reader.user) == 0


def test_more_than_twenty_at_once_are_refused(reader):
    comments = CommentFactory.create_batch(21, finds=[])
    with pytest.raises(ValidationError) as refused:
        reviewing.clear_many(seen=seen(*comments), by=reader.user)
    assert refused.value.code == "too_many"
    assert reviewing.clear_many(seen=seen(*comments[:20]), by=reader.user) == 20


def test_what_was_masked_has_no_finds_any_more(reader):
    comment = written("Ring 01632 960 001")
    comment = reviewing.mask(comment=comment, text=redacting.suggestion(comment), by=reader.user)
    assert (comment.text, comment.original, comment.finds) == ("Ring [telephone number]", "Ring 01632 960 001", [])

"""What was said at the date of a form stands beside what was written in it, and is never counted as people."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback import exports, releases, summaries, summary_files, theming
from feedback.models import Coding
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, NoteFactory, RecordFactory
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory, ThemeFactory
from tests.factories.reviews import DesignTeamFactory, TechnologyPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return TechnologyPageFactory()


@pytest.fixture
def survey(topic):
    return SurveyFactory(page__topics=[topic], date=EventDateFactory(past=True))


@pytest.fixture
def notes(survey):
    """A question and what was said to it, read through; and a note that nobody has read."""
    record = RecordFactory(date=survey.date)
    earlier = {"record": record, "noted_at": timezone.now() - timedelta(hours=1)}
    NoteFactory(number=1, asked=True, read=True, text="How was it?", **earlier)
    NoteFactory(number=2, read=True, text="It was cold.", **earlier)
    NoteFactory(number=3, text="Ada was rude.", **earlier)
    return record.notes


def released(survey, people):
    ResponseFactory.create_batch(people, survey=survey, answers={"place": "hospital", "fair": "agree", "ease": 7})
    return releases.make_release(survey=survey)


def member_of(topic):
    user = UserFactory()
    DesignTeamFactory(topics=[topic], members=[user])
    return user


def test_a_design_team_reads_what_was_said_beside_what_was_written(client, topic, survey, notes):
    released(survey, 12)
    user = member_of(topic)
    client.force_login(user)
    page = client.get(f"/teams/{survey.public_id}/").text
    assert "Said at the meeting" in page
    assert "It was cold." in page
    assert "Ada was rude." not in page


def test_notes_are_in_no_count(topic, survey, notes):
    release = released(survey, 12)
    comments = summaries.of(survey, member_of(topic)).comments
    assert (release.counted, release.base, comments.total) == (12, 10, 0)
    assert comments.said == [("How was it?", ["It was cold."])]


def test_notes_are_released_as_comments_are_with_enough_people_and_not_before_the_next_release(topic, survey, notes):
    user = member_of(topic)
    released(survey, 9)
    assert summaries.of(survey, user).comments is None
    released(survey, 10)
    NoteFactory(record=notes.first().record, read=True, text="Typed after the summary")
    assert summaries.of(survey, user).comments.said == [("How was it?", ["It was cold."])]


def test_a_form_without_a_date_has_no_meeting(topic, notes):
    other = SurveyFactory(page__topics=[topic])
    released(other, 12)
    assert summaries.of(other, member_of(topic)).comments.said == []


def test_the_file_of_a_summary_says_the_channel(topic, survey, notes):
    response = ResponseFactory(survey=survey, may_quote=True)
    CommentFactory(response=response, question="change", text="More seats", state="clear")
    released(survey, 12)
    found = summary_files.as_xlsx(summaries.of(survey, member_of(topic)))
    book = openpyxl.load_workbook(BytesIO(b"".join(found.streaming_content)))
    assert list(book["Comments"].values) == [
        ("question", "comment", "channel"),
        ("What should change?", "More seats", "Written in the form"),
        ("How was it?", "It was cold.", "Said at the meeting"),
    ]


def test_the_file_for_officers_has_them_on_a_sheet_of_their_own(survey, notes):
    NoteFactory(record=notes.first().record, number=9, read=True, text="=1+1")
    target = BytesIO()
    exports.write_xlsx(survey, target)
    book = openpyxl.load_workbook(target)
    assert list(book["Said at the meeting"].values) == [
        ("channel", "number", "asked", "said"),
        ("Said at the meeting", 2, "How was it?", "It was cold."),
        ("Said at the meeting", 9, "How was it?", "=1+1"),
    ]
    assert book["Said at the meeting"]["D3"].data_type == "s"
    assert "Said at the meeting" not in _sheets(SurveyFactory())


def _sheets(survey):
    target = BytesIO()
    exports.write_xlsx(survey, target)
    return openpyxl.load_workbook(target).sheetnames


def test_a_note_is_coded_as_a_comment_is_and_twice_is_once(survey, notes):
    theme, officer = ThemeFactory(), UserFactory(is_staff=True)
    comment = CommentFactory(state="clear", text="More seats")
    for passage in (notes.get(number=2), comment, comment):
        theming.code(theme=theme, passage=passage, by=officer)
    assert set(theme.codings.values_list("note__text", "comment__text", "start", "end")) == {
        ("It was cold.", None, 0, 12),
        (None, "More seats", 0, 10),
    }


@pytest.mark.parametrize(("start", "end"), [(0, 99), (5, 5), (12, None), (-1, 4)])
def test_a_passage_is_of_the_text(notes, start, end):
    with pytest.raises(ValidationError) as refusal:
        theming.code(theme=ThemeFactory(), passage=notes.get(number=2), start=start, end=end, by=None)
    assert refusal.value.code == "offsets"


def test_what_nobody_has_read_belongs_to_no_theme(notes):
    for passage in (notes.get(number=3), CommentFactory(state="unread"), CommentFactory(state="withheld")):
        with pytest.raises(ValidationError) as refusal:
            theming.code(theme=ThemeFactory(), passage=passage, by=None)
        assert refusal.value.code == "unread"
    assert Coding.objects.count() == 0


def test_the_database_holds_that_a_passage_is_of_one_text(notes):
    for wrong in ({}, {"comment": CommentFactory(), "note": notes.get(number=2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Coding.objects.create(theme=ThemeFactory(), **wrong)

"""Comments in the CMS: read, cleared, masked and withheld."""

import pytest

from feedback.models import Comment
from tests.factories.feedback import (
    CommentFactory,
    InvitationFactory,
    ResponseFactory,
)
from tests.feedback.cms import at, logged, read

pytestmark = pytest.mark.django_db


def test_comments_are_read_without_who_wrote_them_and_that_is_logged(officer):
    invited = InvitationFactory(survey__anonymous=False, registration__name="Ann Example")
    survey = invited.survey
    CommentFactory(response=ResponseFactory(survey=survey, registration=invited.registration), text="More buses")
    page = read(officer, at("comments", survey.page_id))
    assert "More buses" in page
    assert "What should change?" in page
    assert "Ann Example" not in page
    assert logged() == [("viewed", f"comments of form {survey.public_id}", 1, "")]


def test_twenty_are_read_at_a_time_and_only_those_not_read_yet_where_asked(officer, survey):
    for number, response in enumerate(survey.responses.all()):
        CommentFactory(response=response, text=f"Read {number}.", state="clear")
    CommentFactory.create_batch(21, response__survey=survey)
    unread = read(officer, at("comments", survey.page_id) + "?state=unread")
    assert unread.count("<article") == 20
    assert "Page 1 of 2" in unread
    assert "Read 1." not in unread


def test_a_comment_is_cleared_withheld_or_masked_and_each_act_is_logged(officer, administrator, survey):
    response = survey.responses.first()
    clear, withheld, masked = (
        CommentFactory(response=response, question=name, text="Ring Ann") for name in ("a", "b", "c")
    )
    officer.post(at("clear", clear.pk))
    officer.post(at("withhold", withheld.pk))
    officer.post(at("mask", masked.pk), {"text": "Ring [NAME]"})

    assert list(Comment.objects.order_by("pk").values_list("state", "text", "original")) == [
        ("clear", "Ring Ann", ""),
        ("withheld", "Ring Ann", ""),
        ("masked", "Ring [NAME]", "Ring Ann"),
    ]
    assert [what for _action, what, _rows, _reason in logged()] == [
        f"comment of response {response.public_id}: {state}" for state in ("clear", "withheld", "masked")
    ]
    clear.delete()
    withheld.delete()
    assert "Ring Ann" not in read(officer, at("comments", survey.page_id))
    assert "Ring Ann" in read(administrator, at("comments", survey.page_id))


@pytest.mark.parametrize("text", ["", "  ", "Ring Ann"])
def test_masking_needs_another_text(officer, survey, text):
    comment = CommentFactory(response=survey.responses.first(), text="Ring Ann")
    assert "Enter" in officer.post(at("mask", comment.pk), {"text": text}).content.decode()
    comment.refresh_from_db()
    assert comment.state == "unread"


def test_a_masked_comment_that_was_withheld_comes_back_masked_and_keeps_what_was_written(officer, survey):
    comment = CommentFactory(response=survey.responses.first(), text="Ring Ann")
    for text in ("Ring [NAME]", "Ring [NAME] soon"):
        officer.post(at("mask", comment.pk), {"text": text})
    officer.post(at("withhold", comment.pk))
    officer.post(at("clear", comment.pk))
    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.original) == ("masked", "Ring [NAME] soon", "Ring Ann")

"""Comments in the CMS: read, cleared, masked and withheld by whoever may read what nobody has read."""

import re

import pytest

from accounts.models import AccessLog
from feedback import redacting
from feedback.models import Comment, Concern
from tests.factories.feedback import (
    CommentFactory,
    ConcernFactory,
    InvitationFactory,
    ResponseFactory,
)
from tests.feedback.cms import at, logged, read

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 19


def test_comments_are_read_without_who_wrote_them_and_that_is_logged(reader):
    invited = InvitationFactory(survey__anonymous=False, registration__name="Ann Example")
    survey = invited.survey
    CommentFactory(response=ResponseFactory(survey=survey, registration=invited.registration), text="More buses")
    page = read(reader, at("comments", survey.page_id))
    assert "More buses" in page
    assert "What should change?" in page
    assert "Ann Example" not in page
    assert logged() == [("viewed", f"comments of form {survey.public_id}", 1, "")]


def test_twenty_are_read_at_a_time_and_only_those_not_read_yet_where_asked(reader, survey):
    for number, response in enumerate(survey.responses.all()):
        CommentFactory(response=response, text=f"Read {number}.", state="clear")
    CommentFactory.create_batch(21, response__survey=survey)
    unread = read(reader, at("comments", survey.page_id) + "?state=unread")
    assert unread.count("<article") == 20
    assert "Page 1 of 2" in unread
    assert "Read 1." not in unread


def test_a_comment_is_cleared_withheld_or_masked_and_each_act_is_logged(reader, survey):
    response = survey.responses.first()
    clear, withheld, masked = (
        CommentFactory(response=response, question=name, text="Ring Ann") for name in ("a", "b", "c")
    )
    reader.post(at("clear", clear.pk))
    reader.post(at("withhold", withheld.pk))
    reader.post(at("mask", masked.pk), {"text": "Ring [name]"})

    assert list(Comment.objects.order_by("pk").values_list("state", "text", "original")) == [
        ("clear", "Ring Ann", ""),
        ("withheld", "Ring Ann", ""),
        ("masked", "Ring [name]", "Ring Ann"),
    ]
    assert [what for action, what, _rows, _reason in logged() if action == "changed"] == [
        f"comment of response {response.public_id}: {state}" for state in ("clear", "withheld", "masked")
    ]


@pytest.mark.parametrize("text", ["", "  ", "Ring Ann"])
def test_masking_needs_another_text(reader, survey, text):
    comment = CommentFactory(response=survey.responses.first(), text="Ring Ann")
    assert "Enter" in reader.post(at("mask", comment.pk), {"text": text}).content.decode()
    comment.refresh_from_db()
    assert comment.state == "unread"


def test_a_masked_comment_that_was_withheld_comes_back_masked_and_keeps_what_was_written(reader, survey):
    comment = CommentFactory(response=survey.responses.first(), text="Ring Ann")
    for text in ("Ring [NAME]", "Ring [NAME] soon"):
        reader.post(at("mask", comment.pk), {"text": text})
    reader.post(at("withhold", comment.pk))
    reader.post(at("clear", comment.pk))
    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.original) == ("masked", "Ring [NAME] soon", "Ring Ann")


# --- Who reads what nobody has read


def test_officers_without_the_right_see_only_what_was_read_and_how_many_were_not(
    officer, reader, administrator, survey
):
    texts = {"unread": "Ring Ann", "withheld": "Ring Bea", "clear": "More buses", "masked": "Ring [name]"}
    for number, (state, text) in enumerate(texts.items()):
        CommentFactory(response=survey.responses.all()[number], text=text, state=state)
    Comment.objects.filter(state="masked").update(original="Ring Cleo")
    page = read(officer, at("comments", survey.page_id))
    assert [text for text in (*texts.values(), "Ring Cleo") if text in page] == ["More buses", "Ring [name]"]
    assert "1 comment was not read yet." in page
    assert "Nothing to mask" not in page
    for client in (reader, administrator):
        page = read(client, at("comments", survey.page_id))
        assert [text for text in (*texts.values(), "Ring Cleo") if text not in page] == []


def test_nor_do_they_press_its_buttons(officer, survey):
    comment = CommentFactory(response=survey.responses.first())
    for name in ("clear", "withhold", "mask"):
        officer.post(at(name, comment.pk), {"text": "Anything"})
    officer.post(at("clear_seen", survey.page_id), {"seen": f"{comment.pk}:x"})
    assert officer.get(at("mask", comment.pk)).status_code == 302
    assert officer.get(at("raise_concern", comment.pk)).status_code == 404
    comment.refresh_from_db()
    assert (comment.state, Concern.objects.count()) == ("unread", 0)


# --- What is suggested


def test_what_was_found_is_marked_and_masked_in_the_form(reader, survey):
    comment = CommentFactory(response=survey.responses.first(), text="Ring 01632 960 001 <b>soon")
    redacting.look_at_arrived()
    page = read(reader, at("comments", survey.page_id))
    assert "Ring <mark>01632 960 001</mark> &lt;b&gt;soon" in page
    assert "01632 960 001 (a telephone number)." in page
    form = read(reader, at("mask", comment.pk))
    assert "Ring [telephone number] &lt;b&gt;soon</textarea>" in form
    assert "Masked below: 01632 960 001 (a telephone number)." in form


def test_that_one_comment_was_opened_is_logged_with_whose_it_is_where_that_is_known(reader):
    invited = InvitationFactory(survey__anonymous=False)
    response = ResponseFactory(survey=invited.survey, registration=invited.registration)
    read(reader, at("mask", CommentFactory(response=response).pk))
    read(reader, at("mask", CommentFactory().pk))
    subject = invited.registration.person.subject
    assert list(AccessLog.objects.order_by("pk").values_list("action", "subject")) == [
        ("viewed", subject),
        ("viewed", ""),
    ]


def test_those_in_which_nothing_was_found_are_cleared_at_once_as_they_were_shown(reader, survey):
    responses = survey.responses.all()
    first, second = (CommentFactory(response=responses[number], text="More buses.") for number in range(2))
    CommentFactory(response=responses[2], text="Ring 01632 960 001")
    redacting.look_at_arrived()
    CommentFactory(response=responses[3], text="Just arrived")
    page = read(reader, at("comments", survey.page_id))
    assert "I have read 2 comments in which nothing was found" in page
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    Comment.objects.filter(pk=second.pk).update(text="Ring Ann")

    said = reader.post(at("clear_seen", survey.page_id), {"seen": seen}, follow=True).text

    assert "1 comment may be shown. 1 was left, because it changed since you saw it." in said
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == ["clear", *["unread"] * 3]


@pytest.mark.parametrize("seen", ["", "x", "12", "1:y:z", "99999999999999999999:a"])
def test_nothing_is_cleared_by_what_was_made_up(reader, survey, seen):
    CommentFactory(response=survey.responses.first(), finds=[])
    reader.post(at("clear_seen", survey.page_id), {"seen": seen})
    assert Comment.objects.get().state == "unread"


def test_nor_comments_of_another_form(reader, survey):
    other = CommentFactory(finds=[])
    page = read(reader, at("comments", other.response.survey.page_id))
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    reader.post(at("clear_seen", survey.page_id), {"seen": seen})
    assert (len(seen), Comment.objects.get().state) == (1, "unread")


# --- Concerns


def test_whoever_reads_a_comment_raises_a_concern_with_a_button(reader, survey):
    comment = CommentFactory(response=survey.responses.first(), finds=[])
    assert "Select what it may be." in reader.post(at("raise_concern", comment.pk), {}).text
    reader.post(at("raise_concern", comment.pk), {"kind": "abuse"})
    concern = Concern.objects.get()
    assert (concern.comment, concern.kind, concern.found_by) == (comment, "abuse", "reader")
    page = read(reader, at("comments", survey.page_id))
    assert at("concern", concern.public_id) in page
    assert at("raise_concern", comment.pk) not in page
    assert "I have read" not in page


def test_a_comment_about_which_somebody_is_concerned_is_seen_by_no_other_officer(officer, survey):
    concern = ConcernFactory(
        comment__response=survey.responses.first(), comment__state="clear", comment__text="He hit me"
    )
    assert "He hit me" not in read(officer, at("comments", survey.page_id))
    concern.delete()
    assert "He hit me" in read(officer, at("comments", survey.page_id))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(reader, survey, number, django_assert_num_queries):
    for response in survey.responses.all()[:number]:
        ConcernFactory(comment__response=response)
    read(reader, at("comments", survey.page_id))
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        read(reader, at("comments", survey.page_id))

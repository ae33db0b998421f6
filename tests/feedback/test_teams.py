"""What design teams see and take away, who they are, and what never reaches them."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.utils import timezone

from accounts.models import AccessLog
from feedback import releases
from tests.factories.accounts import UserFactory
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory, ThemeFactory
from tests.factories.reviews import DesignTeamFactory, OutcomeFactory, TechnologyPageFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 13


@pytest.fixture
def topic():
    return TechnologyPageFactory(title="A scanner")


@pytest.fixture
def member(topic):
    user = UserFactory()
    DesignTeamFactory(topics=[topic], members=[user])
    return user


@pytest.fixture
def survey(topic):
    """137 people answered: 88 in a hospital, 46 at a practice, 3 elsewhere."""
    survey = SurveyFactory(page__topics=[topic], page__title="Tell us about the scanner")
    for place, number in (("hospital", 88), ("practice", 46), ("elsewhere", 3)):
        ResponseFactory.create_batch(number, survey=survey, answers={"place": place, "fair": "agree", "ease": 7})
    return survey


def summary_of(survey, kind=""):
    return f"/teams/{survey.public_id}/" + (f"summary.{kind}" if kind else "")


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


# --- Who


def test_whoever_is_not_signed_in_signs_in_first(client, survey):
    for address in ("/teams/", summary_of(survey), summary_of(survey, "csv"), summary_of(survey, "xlsx")):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/account/login/")


def test_a_member_sees_the_topics_of_their_teams_and_no_other(client, member, survey):
    other = SurveyFactory(page__topics=[TechnologyPageFactory(title="A pump")], page__title="Tell us about the pump")
    releases.make_release(survey=survey)
    ResponseFactory.create_batch(10, survey=other)
    releases.make_release(survey=other)
    client.force_login(member)

    page = read(client, "/teams/").decode()

    assert "A scanner" in page
    assert "Tell us about the scanner" in page
    assert "A pump" not in page
    assert client.get(summary_of(survey)).status_code == 200
    for kind in ("", "csv", "xlsx"):
        assert client.get(summary_of(other, kind)).status_code == 404


def test_an_officer_sees_what_every_team_sees(officer, survey):
    releases.make_release(survey=survey)
    assert "A scanner" in read(officer, "/teams/").decode()
    assert officer.get(summary_of(survey)).status_code == 200


def test_a_key_to_the_cms_alone_opens_nothing(bystander, survey):
    assert bystander.get("/teams/").status_code == 403


def test_whoever_is_in_no_team_is_refused(client, survey):
    client.force_login(UserFactory())
    for address in ("/teams/", summary_of(survey), summary_of(survey, "csv")):
        assert client.get(address).status_code == 403


def test_a_member_may_not_open_the_cms(client, member):
    client.force_login(member)
    assert not member.has_perm("wagtailadmin.access_admin")
    assert client.get("/cms/").status_code != 200


def test_the_account_page_leads_members_there(client, member):
    client.force_login(member)
    assert 'href="/teams/"' in read(client, "/account/").decode()
    client.force_login(UserFactory())
    assert 'href="/teams/"' not in read(client, "/account/").decode()


# --- What


def test_before_the_first_summary_there_is_nothing_but_a_sentence(client, member, survey):
    client.force_login(member)
    page = read(client, summary_of(survey)).decode()
    assert "There is no summary yet." in page
    assert "137" not in page
    assert client.get(summary_of(survey, "csv")).status_code == 404


def test_a_form_that_has_not_opened_is_not_there(client, member, topic):
    survey = SurveyFactory(coming=True, page__topics=[topic], page__title="Not yet")
    client.force_login(member)
    assert "Not yet" not in read(client, "/teams/").decode()
    assert client.get(summary_of(survey)).status_code == 404


def test_below_ten_people_there_are_the_officer_s_words_and_no_number(client, member, topic):
    survey = SurveyFactory(closed=True, page__topics=[topic], in_words="People liked the scanner.")
    for response in ResponseFactory.create_batch(9, survey=survey, may_quote=True):
        CommentFactory(response=response, text="Too noisy", state="clear")
    releases.make_release(survey=survey)
    client.force_login(member)

    page = read(client, summary_of(survey)).decode()

    assert "Fewer than 10 people answered" in page
    assert "People liked the scanner." in page
    assert "<table" not in page
    assert "*" not in page
    assert "Too noisy" not in page
    assert client.get(summary_of(survey, "xlsx")).status_code == 404


def test_a_summary_has_rounded_tables_with_bars_and_what_to_know_of_them(client, member, survey):
    releases.make_release(survey=survey)
    client.force_login(member)
    page = " ".join(read(client, summary_of(survey)).decode().split())
    for words in (
        "About 135 people answered.",
        "In a hospital",
        "90 (67%)",
        "45 (33%)",
        '<rect width="67%"',
        "hidden to protect people",
        "* stands for 1 to 7 people",
        "rounded to the nearest 5",
        "not a random sample",
    ):
        assert words in page


def test_figures_are_never_live(client, member, survey):
    releases.make_release(survey=survey)
    client.force_login(member)
    before = read(client, summary_of(survey))
    for response in ResponseFactory.create_batch(9, survey=survey, answers={"place": "elsewhere"}, may_quote=True):
        CommentFactory(response=response, text="Later words", state="clear")
    assert read(client, summary_of(survey)) == before


def test_the_newest_summary_is_shown(client, member, survey):
    releases.make_release(survey=survey)
    ResponseFactory.create_batch(30, survey=survey)
    releases.make_release(survey=survey)
    client.force_login(member)
    assert "About 165 people answered." in read(client, summary_of(survey)).decode()


def test_themes_are_shown_with_what_was_done(client, member, topic, survey):
    theme = ThemeFactory(topic=topic, name="Getting there", description="Buses and parking.")
    theme.outcomes.set(
        [OutcomeFactory(topic=topic, we_did="A bus stops."), OutcomeFactory(topic=topic, we_did="Secret.", untold=True)]
    )
    ThemeFactory(name="Of another topic")
    releases.make_release(survey=survey)
    client.force_login(member)
    page = read(client, summary_of(survey)).decode()
    for words in ("Getting there", "Buses and parking.", "A bus stops."):
        assert words in page
    assert "Secret." not in page
    assert "Of another topic" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_one_topic_as_for_three(client, number, django_assert_num_queries):
    user, topics = UserFactory(), TechnologyPageFactory.create_batch(number)
    DesignTeamFactory(topics=topics, members=[user])
    for topic in topics:
        for survey in SurveyFactory.create_batch(number, page__topics=[topic]):
            ResponseFactory.create_batch(10, survey=survey)
            releases.make_release(survey=survey)
    client.force_login(user)
    read(client, "/teams/")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        read(client, "/teams/")


# --- Files


def csv_of(client, survey):
    return list(csv.DictReader(StringIO(read(client, summary_of(survey, "csv")).decode("utf-8-sig"), newline="")))


def test_the_csv_has_the_protected_tables(client, member, survey):
    releases.make_release(survey=survey)
    client.force_login(member)
    place = [row for row in csv_of(client, survey) if row["short_name"] == "place"]
    assert [(row["answer"], row["people"], row["percent"], row["answered"]) for row in place] == [
        ("In a hospital", "90", "67", "135"),
        ("At a GP practice", "45", "33", "135"),
        ("Somewhere else", "*", "*", "135"),
        ("No answer", "0", "", "135"),
    ]


def test_a_question_that_too_few_answered_has_a_row_that_says_so(client, member, survey):
    releases.make_release(survey=survey)
    client.force_login(member)
    (row,) = [row for row in csv_of(client, survey) if row["short_name"] == "minutes"]
    assert (row["people"], row["answered"]) == ("", "")
    assert row["note"] == "Fewer than 10 people answered this question, so no numbers are shown."


def test_the_workbook_says_what_to_know_and_has_comments_and_themes(client, member, survey, topic):
    ThemeFactory(topic=topic, name="Getting there")
    quotable = ResponseFactory(survey=survey, may_quote=True)
    CommentFactory(response=quotable, text="=More buses", state="clear")
    releases.make_release(survey=survey)
    client.force_login(member)

    book = openpyxl.load_workbook(BytesIO(read(client, summary_of(survey, "xlsx"))))

    assert book.sheetnames == ["Read me", "Tables", "Comments", "Themes"]
    row = ["What should change?", "=More buses", "Written in the form"]
    assert [cell.value for cell in book["Comments"][2]] == row
    assert book["Comments"]["B2"].data_type == "s"
    assert book["Themes"]["A2"].value == "Getting there"
    assert ["People who answered", "About 140"] in [[cell.value for cell in row] for row in book["Read me"]]


def test_who_took_what_away_is_logged(client, member, survey):
    release = releases.make_release(survey=survey)
    client.force_login(member)
    for kind in ("csv", "xlsx"):
        read(client, summary_of(survey, kind))
    assert list(AccessLog.objects.order_by("pk").values_list("by", "action", "what", "rows")) == [
        (member.pk, "exported", f"summary {release.public_id} as csv", 6),
        (member.pk, "exported", f"summary {release.public_id} as xlsx", 6),
    ]


# --- What never reaches them


def test_no_name_no_exact_count_and_no_word_that_nobody_read_reaches_a_design_team(client, member, topic):
    """A canary in every place from which it could fly, looked for in every page and file, before and after closing."""
    survey = SurveyFactory(personal=True, anonymous=False, page__topics=[topic], date__page__title="The session")
    registration = RegistrationFactory(date=survey.date, name="Canary Name", email="canary@example.org")
    counts = {"hospital": 61, "practice": 43, "elsewhere": 37}
    for place, number in counts.items():
        ResponseFactory.create_batch(
            number, survey=survey, registration=registration, answers={"place": place, "fair": "agree", "ease": 7}
        )
    states = {
        "unread": {"state": "unread"},
        "withheld": {"state": "withheld"},
        "refused": {"state": "clear", "quote": False},
        "masked": {"state": "masked", "original": "CANARY-original 943 476 5919"},
    }
    for name, facts in states.items():
        may_quote = facts.pop("quote", True)
        CommentFactory(
            response=ResponseFactory(survey=survey, registration=registration, may_quote=may_quote),
            text=f"CANARY-{name}",
            **facts,
        )
    CommentFactory(response=ResponseFactory(survey=survey, may_quote=True), text="A fine comment", state="clear")
    client.force_login(member)

    for at in (timezone.now(), timezone.now() + timedelta(days=60)):
        releases.make_release(survey=survey, at=at)
        seen = everything(client, survey)
        assert "A fine comment" in seen
        assert "CANARY-masked" in seen  # what was masked is the text that an officer left
        for canary in ("Canary", "canary@", "943 476", "CANARY-original", "CANARY-unread", "CANARY-withheld"):
            assert canary not in seen
        assert "CANARY-refused" not in seen
        for exact in (*counts.values(), 146, registration.public_id, survey.responses.first().public_id):
            assert f">{exact}<" not in seen
            assert f" {exact} " not in seen
            assert f",{exact}," not in seen


def everything(client, survey):
    """All that a design team can reach of a form, as one text."""
    book = openpyxl.load_workbook(BytesIO(read(client, summary_of(survey, "xlsx"))))
    cells = [f",{cell.value}," for sheet in book for row in sheet.iter_rows() for cell in row]
    pages = [read(client, address).decode() for address in ("/teams/", summary_of(survey), summary_of(survey, "csv"))]
    return "\n".join(pages + cells)

"""Answering a form page by page, as a visitor does."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from content.models import Draft
from events import links as booking_links
from feedback import links
from feedback.models import Comment, Response
from tests.factories.events import EventDateFactory, RegistrationFactory
from tests.factories.feedback import FeedbackPageFactory, InvitationFactory, SurveyFactory
from tests.factories.reviews import PromiseFactory

pytestmark = pytest.mark.django_db
FIRST = {"place": "hospital", "fair": "agree", "ease": "7"}
SECOND = {"help": ["bus", "evening"], "minutes": "40", "change": "More buses.", "age": "old"}


class Visitor:
    """Somebody with a browser: follows redirects, and sends the draft's key that the page holds."""

    def __init__(self, client):
        self.client, self.page = client, None

    def go(self, address):
        self.page = self.client.get(address, follow=True)
        return self

    def press(self, address):
        """Press the only button of a page that asks nothing."""
        self.page = self.client.post(address, follow=True)
        return self

    def send(self, **typed):
        data = {"draft": self.draft, "stamp": self.stamp, **typed}
        self.page = self.client.post(self.address, data, follow=True)
        return self

    def keep_cookies_for(self, address):
        """Lose what a browser would not send to this address: the client of the tests sends every cookie anywhere."""
        for name, cookie in [*self.client.cookies.items()]:
            if not address.startswith(cookie["path"]):
                del self.client.cookies[name]

    @property
    def address(self):
        query = self.page.request["QUERY_STRING"]
        return self.page.request["PATH_INFO"] + (f"?{query}" if query else "")

    @property
    def draft(self):
        found = re.search(r'name="draft" value="([^"]*)"', self.text)
        return found[1] if found else ""

    @property
    def stamp(self):
        found = re.search(r'name="stamp" value="([^"]*)"', self.text)
        return found[1] if found else ""

    def hidden(self, name):
        """What stands in a field that nobody sees."""
        return re.search(rf'name="{name}" value="([^"]*)"', self.text)[1]

    def link(self, part):
        """The address of the first link whose tag holds `part`."""
        tag = next(tag for tag in re.findall(r"<a [^>]*>", self.text) if part in tag)
        return re.search(r'href="([^"]*)"', tag)[1].replace("&amp;", "&")

    @property
    def text(self):
        return self.page.content.decode()

    @property
    def heading(self):
        inner = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)[1]
        return " ".join(re.sub(r"<[^>]+>", " ", inner).split())


@pytest.fixture
def visitor(client):
    return Visitor(client)


def address_of(survey, step=""):
    return f"/answer/{survey.public_id}/" + (f"{step}/" if step else "")


def test_the_whole_way(visitor):
    survey = SurveyFactory()
    PromiseFactory(page=survey.page, by=timezone.localdate().replace(month=12, day=24))

    visitor.go(address_of(survey))
    assert visitor.heading == "Section 1 of 2 Your last test"
    assert "Think about the last one." in visitor.text
    assert not Draft.objects.exists()

    visitor.send(**FIRST)
    assert visitor.heading == "Section 2 of 2 A hub near you"
    visitor.send(**SECOND)
    assert visitor.heading.endswith("May we quote your words without your name?")
    assert "checked" not in visitor.text
    visitor.send(may_quote="yes")
    assert visitor.heading.endswith("Check your answers")
    assert "More buses." in visitor.text
    assert not Response.objects.exists()

    visitor.send()
    assert visitor.heading == "Thank you for your answers"
    for words in (
        "We publish a summary.",
        "Our team reads every answer.",
        "24 December",
        "Nobody watches this form for emergencies",
        "Call 999",
        "Ring us on 01632 960 170.",
    ):
        assert words in visitor.text
    response = Response.objects.get()
    assert response.answers == {
        "place": "hospital",
        "fair": "agree",
        "ease": 7,
        "help": ["bus", "evening"],
        "minutes": 40,
        "age": "old",
    }
    assert (response.may_quote, Comment.objects.get().text) == (True, "More buses.")
    assert not Draft.objects.exists()


def test_an_answer_that_asks_in_turn_brings_one_more_page_of_the_same_section(visitor):
    visitor.go(address_of(SurveyFactory())).send(**FIRST | {"place": "elsewhere"})
    assert visitor.heading == "Section 1 of 2 Where was that? (optional)"
    visitor.send(**{"place.elsewhere.follow_up": "At home"})
    assert visitor.heading == "Section 2 of 2 A hub near you"


def test_whoever_wrote_nothing_is_not_asked_about_quoting(visitor):
    visitor.go(address_of(SurveyFactory())).send(**FIRST).send()
    assert visitor.heading.endswith("Check your answers")
    visitor.send()
    assert not Response.objects.get().may_quote


def test_what_is_missing_is_said_next_to_its_question_and_nothing_is_lost(visitor):
    visitor.go(address_of(SurveyFactory())).send(place="practice")
    assert visitor.page.status_code == 200
    assert "<title>Error:" in visitor.text
    assert visitor.text.count("Select your answer to “It was fair”") == 2
    assert re.search(r'value="practice"[^>]*checked', visitor.text)


def test_a_change_of_mind_leads_back_to_the_answers(visitor):
    visitor.go(address_of(SurveyFactory())).send(**FIRST).send()
    visitor.go(visitor.link("/1/")).send(**FIRST | {"place": "practice"})
    assert visitor.heading.endswith("Check your answers")
    visitor.send()
    assert Response.objects.get().answers["place"] == "practice"


def test_a_button_pressed_twice_makes_one_response(visitor):
    visitor.go(address_of(SurveyFactory())).send(**FIRST).send()
    check, key = visitor.address, visitor.draft
    visitor.send()
    again = visitor.client.post(check, {"draft": key}, follow=True)
    assert "Thank you for your answers" in again.content.decode()
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "status", "words"),
    [
        ({"coming": True}, 409, "This form is not open yet."),
        ({"undated": True}, 409, "We have not yet said when it opens."),
        ({"safety_lead": None}, 409, "We have not yet said when it opens."),
        ({"closed": True}, 409, "This form has closed."),
        ({"page__live": False}, 410, "This form is no longer on the site."),
    ],
)
def test_a_form_that_takes_no_answers_says_so_on_a_page(client, facts, status, words):
    survey = SurveyFactory(**facts)
    for page in (client.get(address_of(survey)), client.post(address_of(survey, "1"), FIRST)):
        assert page.status_code == status
        assert words in page.content.decode()
    assert not Draft.objects.exists()


def test_a_form_without_questions_says_so(client):
    page = client.get(address_of(SurveyFactory(page__questions=[])), follow=True)
    assert page.status_code == 409
    assert "This form has no questions yet" in page.content.decode()


def test_a_form_that_closes_on_the_way_takes_no_more(visitor):
    survey = SurveyFactory()
    visitor.go(address_of(survey)).send(**FIRST).send()
    survey.opens_at, survey.closes_at = timezone.now() - timedelta(days=2), timezone.now() - timedelta(minutes=1)
    survey.save()
    visitor.send()
    assert visitor.page.status_code == 409
    assert not Response.objects.exists()


def test_an_unknown_form_is_not_found(client):
    assert client.get("/answer/nothing234/").status_code == 404


def test_one_question_without_sections_is_the_heading_itself(visitor):
    page = FeedbackPageFactory()
    page.questions = [page.questions.get_prep_value()[1]]
    page.save()
    visitor.go(address_of(SurveyFactory(page=page)))
    assert visitor.heading == f"{page.title} Where was it?"


# --- Personal links


def test_a_form_by_personal_link_cannot_be_answered_without_one(visitor):
    survey = SurveyFactory(personal=True)
    visitor.go(address_of(survey))
    assert visitor.heading == "You need your personal link"
    page = visitor.client.post(address_of(survey, "1"), FIRST, follow=True)
    assert "You need your personal link" in page.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("typed", ["", "nonsense", "abcdefghjk-0123456789abcdef012345"])
def test_nor_with_one_that_was_made_up(visitor, typed):
    survey = SurveyFactory(personal=True)
    page = visitor.client.post(address_of(survey, "link"), {"invitation": typed})
    assert "You need your personal link" in page.content.decode()
    assert not Draft.objects.exists()


def test_the_link_shows_a_start_page_and_only_its_button_begins(visitor):
    invitation = InvitationFactory()
    token = links.token(invitation)

    visitor.go(f"/answer/with/{token}/")
    assert visitor.heading == invitation.survey.page.title
    assert invitation.survey.date.page.title in visitor.text
    assert not Draft.objects.exists()

    visitor.press(f"/answer/with/{token}/")
    assert visitor.heading == "Section 1 of 2 Your last test"
    assert token not in visitor.text + visitor.address
    visitor.send(**FIRST).send().send()
    assert visitor.heading == "Thank you for your answers"
    invitation.refresh_from_db()
    assert invitation.answered


def test_back_to_before_the_first_question_leads_on_again(visitor):
    token = links.token(InvitationFactory())
    visitor.press(f"/answer/with/{token}/")
    visitor.go(visitor.link("nhsuk-back-link"))
    assert visitor.heading == "Your personal link"
    assert token not in visitor.text
    visitor.send(invitation=visitor.hidden("invitation"))
    assert visitor.heading == "Section 1 of 2 Your last test"


def test_what_is_half_typed_stands_beside_no_link_that_could_be_read(visitor):
    invitation = InvitationFactory()
    visitor.press(f"/answer/with/{links.token(invitation)}/").send(**FIRST)
    kept = json.dumps(Draft.objects.get().answers)
    assert invitation.public_id not in kept
    assert links.find_sealed(Draft.objects.get().answers["link"]["invitation"][0]) == invitation


def test_a_link_that_is_not_sealed_is_not_kept(visitor):
    invitation = InvitationFactory()
    address = address_of(invitation.survey, "link")
    page = visitor.client.post(address, {"invitation": links.token(invitation)})
    assert "You need your personal link" in page.content.decode()
    assert not Draft.objects.exists()


def test_a_link_that_was_used_says_thank_you(client):
    invitation = InvitationFactory(answered=True)
    page = client.get(f"/answer/with/{links.token(invitation)}/")
    assert page.status_code == 409
    assert "We have your answers already." in page.content.decode()


def test_the_same_link_in_two_windows_is_used_once(client):
    address = f"/answer/with/{links.token(InvitationFactory())}/"
    windows = [Visitor(client).press(address).send(**FIRST).send() for _number in range(2)]
    assert [window.send().page.status_code for window in windows] == [200, 409]
    assert Response.objects.count() == 1


def test_a_link_to_a_closed_form_says_that_it_closed(client):
    invitation = InvitationFactory(survey__closed=True)
    assert "This form has closed." in client.get(f"/answer/with/{links.token(invitation)}/").content.decode()


def test_a_link_ends_when_the_links_of_the_booking_are_revoked(client):
    invitation = InvitationFactory()
    token = links.token(invitation)
    invitation.registration.link_version += 1
    invitation.registration.save()
    assert client.get(f"/answer/with/{token}/").status_code == 404


# --- Another language


def test_a_form_is_answered_in_the_language_of_its_page(visitor, survey_in_welsh):
    survey = survey_in_welsh
    visitor.go(f"/cy{address_of(survey)}")
    assert visitor.heading.endswith("Eich prawf diwethaf")
    visitor.send(**FIRST).send().send()
    assert Response.objects.get().language == "cy"


@pytest.mark.parametrize(("begun_in", "sent_in"), [("", "/cy"), ("/cy", "")])
def test_a_change_of_language_on_the_way_loses_no_answer(visitor, survey_in_welsh, begun_in, sent_in):
    visitor.go(f"{begun_in}{address_of(survey_in_welsh)}").send(**FIRST).send(**SECOND)
    asked_to_quote = visitor.address
    visitor.keep_cookies_for(sent_in + address_of(survey_in_welsh))
    visitor.go(visitor.link("nhsuk-back-link").removeprefix(begun_in).join([sent_in, ""]))
    assert re.search(r'value="old"[^>]*checked', visitor.text)
    visitor.go(sent_in + asked_to_quote.removeprefix(begun_in)).send(may_quote="yes").send()
    assert visitor.page.status_code == 200
    assert visitor.page.request["PATH_INFO"] == f"{sent_in}{address_of(survey_in_welsh, 'done')}"
    response = Response.objects.get()
    assert (response.answers["place"], response.language) == ("hospital", sent_in[1:] or "en")
    assert Comment.objects.get().text == "More buses."


# --- From the page of a booking


def asked_on_the_booking(client, registration):
    """The links to a form on the page of a booking."""
    page = client.get(booking_links.path(registration)).content.decode()
    return re.findall(r'<a href="([^"]*/answer/with/[^"]*)">([^<]*)</a>', page)


def test_the_page_of_a_booking_leads_to_the_form_after_the_event(client):
    invitation = InvitationFactory()
    title = invitation.survey.page.title
    assert asked_on_the_booking(client, invitation.registration) == [
        (links.path(invitation), f"Tell us what you think: {title}")
    ]


@pytest.mark.parametrize(
    "given", [{"answered": True}, {"survey__closed": True}, {"survey__coming": True}, {"survey__page__live": False}]
)
def test_the_page_of_a_booking_leads_to_no_form_that_is_answered_or_not_open(client, given):
    assert asked_on_the_booking(client, InvitationFactory(**given).registration) == []


def test_the_page_of_a_booking_leads_to_no_form_before_the_event_is_over(client):
    invitation = InvitationFactory(survey__date=EventDateFactory())
    assert asked_on_the_booking(client, invitation.registration) == []


def test_the_page_of_a_booking_leads_nobody_to_the_link_of_somebody_else(client):
    invitation = InvitationFactory()
    other = RegistrationFactory(date=invitation.registration.date)
    assert asked_on_the_booking(client, other) == []


def test_whoever_answers_from_the_page_of_a_booking_is_not_known_by_their_answers(visitor):
    invitation = InvitationFactory()
    ((path, _words),) = asked_on_the_booking(visitor.client, invitation.registration)
    visitor.go(path).press(path).send(**FIRST).send().send()
    assert visitor.heading == "Thank you for your answers"
    assert Response.objects.get().registration is None
    assert asked_on_the_booking(visitor.client, invitation.registration) == []

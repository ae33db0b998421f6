"""
One message of every kind, in the outbox as the site itself would put it there.

`example("booking_confirmed")` makes it with all that it tells of. A kind that has no example fails the tests of all
messages: add it here.
"""

from django.conf import settings
from django.urls import reverse

from accounts import encryption
from content import drafts
from events.models import EventDate, Membership, Registration
from mailing import announcements, subscriptions
from mailing.models import Message
from tests.factories.accounts import PersonFactory
from tests.factories.content import DraftFactory
from tests.factories.events import (
    AccessNeedFactory,
    ClaimFactory,
    EventDateFactory,
    MembershipFactory,
    PaperFactory,
    RegistrationFactory,
    ReminderRuleFactory,
    WritingFactory,
)
from tests.factories.feedback import ConcernFactory, InvitationFactory, SurveyFactory
from tests.factories.mailing import queued
from tests.factories.reviews import OutcomeFactory

SECRET = "Ringing ears"  # what a subject must never say: it names the condition that everything here is about
NEED = "A chair with arms"
CHANGES = [["How you take part", "Online", "In person"]]
MEMBERS_BODY = "We meet every month, {name}.\n\n{manage}"
DECISION = "We would like you to join us.\n\nWe have read what you wrote."


def example(kind, **fields):
    """A queued Message of a kind (its name); `fields` go to `outbox.queue`. Raises KeyError for one without example."""
    return EXAMPLES[kind](kind, **fields)


def _booking(*, told=lambda registration: {}, context=None, **state):
    """`told(registration)` makes what the message tells of besides, and returns what is added to its context."""

    def make(kind, **fields):
        date = EventDateFactory(page__title=SECRET, page__contact_email="event@example.org", hybrid=True)
        registration = RegistrationFactory(date=date, person=PersonFactory(name="Ada Able"), **state)
        need = AccessNeedFactory(registration=registration, detail=NEED, status="arranged")
        needs = {"needs": [need.pk]} if kind.startswith("need_") else {}
        return _about(kind, registration, needs | (context or {}) | told(registration), fields)

    return make


def _papers(registration):
    PaperFactory(date=registration.date, title=SECRET)
    return {}


def _rule(_reader):
    return {"rule": ReminderRuleFactory(note="Bring your glasses.").pk}


def _claim(registration, **fields):
    return {"claims": [ClaimFactory(registration=registration, **fields).pk]}


def _question(registration):
    return _claim(registration, status="queried", question="Was that the train or the bus?")


def _decided(registration):
    return _claim(registration, approved_=True)


def _paid(registration):
    return _claim(registration, paid_=True)


def _outcome(registration):
    return {"outcome": OutcomeFactory(topic__title=SECRET).pk}


def _two_dates(registration):
    other = EventDateFactory(page=registration.date.page)
    return {"others": [RegistrationFactory(date=other, person=registration.person).public_id]}


def _membership(*, context=None, **state):
    def make(kind, **fields):
        person = PersonFactory(name="Ada Able")
        membership = MembershipFactory(
            forum__title=SECRET, forum__contact_email="forum@example.org", person=person, decision=DECISION, **state
        )
        return _about(kind, membership, context, fields)

    return make


def _about(kind, row, context, fields):
    told = {"person": row.person, "about": row.public_id, "context": context or {}}
    return queued(kind=kind, once=f"{kind}:{row.public_id}", **told | fields)


def _member_of_a_date(kind, **fields):
    message = EXAMPLES["membership_joined"]("membership_joined")
    membership = Membership.objects.get(public_id=message.about)
    date = EventDateFactory(page__title=SECRET, page__parent=membership.forum, hybrid=True)
    message.delete()
    return _about(kind, membership, {"date": date.public_id} | _rule(membership), fields)


def _member_with_papers(kind, **fields):
    message = EXAMPLES["reminder_to_members"]("reminder_to_members")
    membership = Membership.objects.get(public_id=message.about)
    PaperFactory(date=EventDate.objects.get(public_id=message.context["date"]), title=SECRET, for_members=True)
    message.delete()
    return _about(kind, membership, message.context, fields)


def _account(**context):
    def make(kind, **fields):
        told = {name: value() if callable(value) else value for name, value in context.items()}
        return queued(kind=kind, once=f"{kind}:1", to="ada@example.org", context=told, **fields)

    return make


def _page(name):
    return lambda: settings.BASE_URL + reverse(name)


def _alert(kind, **fields):
    subscriptions.ask(email="ada@example.org", about="all", language=fields.get("language", "en"))
    return Message.objects.get(kind=kind)


def _news(kind, **fields):
    subscription = subscriptions.ask(email="bob@example.org", about="all", language="en")
    Message.objects.get(about=subscription.public_id).delete()  # which asked to confirm
    news = announcements.write(
        about="all", subject="News for you", text=f"{SECRET}:\n\nhttps://example.org/page", language="en", by=None
    )
    told = {"to": subscription.email, "about": subscription.public_id, "context": {"announcement": news.public_id}}
    return queued(kind=kind, once=f"{kind}:{news.public_id}", **told | fields)


def _invitation(kind, **fields):
    invitation = InvitationFactory(
        survey__date__page__title=SECRET,
        survey__date__page__contact_email="event@example.org",
    )
    told = {"person": invitation.registration.person, "about": invitation.public_id}
    return queued(kind=kind, once=f"{kind}:{invitation.public_id}", **told | fields)


def _saved(kind, **fields):
    survey = SurveyFactory(page__title=SECRET)
    draft = DraftFactory(purpose=f"answer:{survey.public_id}", code="abcdefghjk")
    told = {"to": "ada@example.org", "context": {"sealed": encryption.encrypt(drafts.token(draft))}, "forget": True}
    return queued(kind=kind, once=f"{kind}:{draft.code}", **told | fields)


def _concern(kind, **fields):
    concern = ConcernFactory(comment__text=f"{SECRET}: Ada Able hit me", comment__response__survey__page__title=SECRET)
    told = {"to": concern.lead.email, "about": concern.public_id}
    return queued(kind=kind, once=f"{kind}:{concern.public_id}", **told | fields)


def _writing(kind, **fields):
    message = EXAMPLES["manage_link"]("manage_link")
    registration = Registration.objects.get(public_id=message.about)
    writing = WritingFactory(date=registration.date)
    message.delete()
    return _about(kind, registration, {"writing": writing.public_id}, fields)


def _writing_to_members(kind, **fields):
    message = EXAMPLES["membership_link"]("membership_link")
    membership = Membership.objects.get(public_id=message.about)
    writing = WritingFactory(date=None, forum=membership.forum, subject="The next months", body=MEMBERS_BODY)
    message.delete()
    return _about(kind, membership, {"writing": writing.public_id}, fields)


EXAMPLES = {
    "account_login_code": _account(code="ABCD-EFGH"),
    "account_email_code": _account(code="ABCD-EFGH"),
    "account_exists": _account(),
    "account_unknown": _account(signup_url=_page("account_signup")),
    "account_password_reset": _account(password_reset_url=_page("account_reset_password")),
    "account_changed": _account(change="Your password was changed."),
    "alert_confirm": _alert,
    "announcement": _news,
    "wording_test": _account(kind="booking_confirmed", subject="Your place on {day}", body="Hello {name}\n\n{manage}"),
    "booking_confirmed": _booking(),
    "waiting_list_joined": _booking(waiting=True),
    "offer_lapsed": _booking(state="lapsed"),
    "booking_changed": _booking(context={"changes": CHANGES, "calendar": True, "moved": True}),
    "booking_cancelled": _booking(cancelled=True, context={"had_place": True}),
    "date_changed": _booking(context={"before": {"time": "9am to midday", "where": "The old hall"}}),
    "joining_instruction": _booking(context={"before": {"joining_instruction": "Ring twice."}}),
    "date_cancelled": _booking(),
    "event_cancelled": _booking(told=_two_dates),
    "reminder": _booking(told=_rule),
    "afterwards": _booking(told=_rule),
    "reminder_to_members": _member_of_a_date,
    "outcome_told": _booking(told=_outcome),
    "papers_opened": _booking(told=_papers),
    "papers_opened_to_members": _member_with_papers,
    "claim_received": _booking(told=_claim),
    "claim_question": _booking(told=_question),
    "claim_decided": _booking(told=_decided),
    "claim_paid": _booking(told=_paid),
    "manage_link": _booking(),
    "place_offered": _booking(offered=True),
    "need_arranged": _booking(),
    "need_changed": _booking(),
    "need_cannot_be_met": _booking(),
    "needs_met": _booking(),
    "membership_joined": _membership(),
    "membership_link": _membership(),
    "membership_applied": _membership(applied=True),
    "membership_accepted": _membership(),
    "membership_declined": _membership(state="declined"),
    "membership_invited": _membership(invited=True),
    "membership_role": _membership(context={"role": "chair"}),
    "membership_term": _membership(),
    "membership_term_ends": _membership(),
    "membership_paused": _membership(paused=True),
    "membership_resumed": _membership(),
    "membership_ended": _membership(left=True),
    "feedback_invitation": _invitation,
    "answers_saved": _saved,
    "feedback_reminder": _invitation,
    "concern_raised": _concern,
    "written_by_officer": _writing,
    "written_to_members": _writing_to_members,
}

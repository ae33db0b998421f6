"""Bookings and memberships of invented people, made by the same verbs as everybody's."""

from datetime import timedelta

from django.utils import timezone

from events import arranging, bookings, kind_words, memberships, resourcing
from events.models import AccessNeed, EventDate, ForumPage, Membership, Registration
from events.models.dates import Mode
from events.models.forums import HowToJoin
from events.places import of_date
from home.demo import reading
from home.demo.people import agreed, need
from mailing.models import Message

State, Attendance = Message.State, Registration.Attendance
STILL_TO_SEND = 5  # messages that the demonstration's worker sends, so that they can be read
STILL_TO_DO = 4  # calls and letters that wait for an officer
MEMBERS = range(11, 24)
FIRST_TERM_ENDS = 25  # days from today, soon enough to be reminded of
APPLICATIONS = (
    "I waited 9 weeks for a result and want that to be easier for other people.",
    "I look after my father. We would like to help with the words of the letters.",
)


def book(date, entry, cast):
    """The people of one date: those with a place, then those who wait."""
    wanted = [Mode.IN_PERSON] * entry["booked_in_person"] + [Mode.ONLINE] * entry["booked_online"]
    cast.chance.shuffle(wanted)
    full = next((mode for mode in date.modes if of_date(date)[mode].capacity), Mode.IN_PERSON)
    wanted += [full] * entry["waiting"]
    moments = sorted(_moment(date, cast) for _each in wanted)
    asked = _asked(entry)
    for number, (mode, at) in enumerate(zip(wanted, moments, strict=True)):
        guest, needs = cast.guest(), cast.needs(mode)
        if asked[mode]:
            needs = [need(asked[mode].pop())]
        registration = bookings.book(
            date=date,
            key=f"demonstration:{date.public_id}:{number}",
            guest=guest,
            mode=mode,
            companions=cast.companions() if mode == Mode.IN_PERSON else [],
            needed=needs,
            agreed=agreed(needs),
            at=at,
        )
        Registration.objects.filter(pk=registration.pk).update(created_at=at)


def _asked(entry):
    """Way to come -> what those who book first ask for, since we book it for several of them."""
    asked = {mode: [] for mode in Mode}
    for resource in entry.get("resource", ()):
        asked[resource["mode"]] += [resource["code"]] * resource["asked"]
    return asked


def arrange(date, entry, by):
    """What is booked for several people of a date, or still to be booked, and the needs that it meets."""
    for given in entry.get("resource", ()):
        meets = AccessNeed.objects.filter(
            registration__date=date, registration__mode=given["mode"], code=given["code"]
        ).select_related("registration")
        words = reading.pick(given, "code", "mode", "supplier", "supplier_contact", "cost")
        resource = resourcing.add(date=date, by=by, owner=by, meets=meets, quantity=None, due_on=None, **words)
        if given["booked"]:
            resourcing.book(resource=resource, by=by)


def _moment(date, cast):
    """When somebody booked: in the weeks before registration closed, and before now."""
    latest = min(timezone.now(), date.registration_closes_at) - timedelta(hours=1)
    return latest - timedelta(minutes=cast.chance.randint(0, 20 * 24 * 60))


def attend(date, cast):
    """After a date: nearly everybody came."""
    for registration in date.registrations.placed():
        came = Attendance.CAME if registration.mode == Mode.IN_PERSON else Attendance.CAME_ONLINE
        registration.attendance = came if cast.chance.random() < 0.9 else Attendance.DID_NOT_COME
        registration.save(update_fields=["attendance"])
    _say_how_needs_were_met(date)


def _say_how_needs_were_met(date):
    """Most had what they needed; every fifth in part."""
    needs = AccessNeed.objects.filter(registration__date=date, registration__state=Registration.State.PLACED)
    answers = {need: ("yes" if number % 5 else "partly", "") for number, need in enumerate(needs, start=1)}
    if answers:
        arranging.say(answers=answers)


def join(cast, officer):
    """
    The members of the forums that have none yet, over the last two years; the first of each is in the chair.

    Where not everybody may join, some ask to, or are invited and have not answered.
    """
    for place, forum in enumerate(ForumPage.objects.filter(memberships=None, alias_of=None).order_by("path")):
        by = None if forum.how_to_join == HowToJoin.OPEN else officer
        office = {"role": Membership.Role.CHAIR, "until": reading.day(FIRST_TERM_ENDS + 90 * place)}
        for number in range(cast.chance.choice(MEMBERS)):
            at = timezone.now() - timedelta(days=cast.chance.randint(20, 700))
            key = f"demonstration:{forum.slug}:{number}"
            memberships.join(forum=forum, key=key, guest=cast.guest(), by=by, at=at, **({} if number else office))
        _come_to(forum, cast, officer)


def _come_to(forum, cast, officer):
    at = timezone.now() - timedelta(days=3)
    key = f"demonstration:{forum.slug}"
    if forum.how_to_join == HowToJoin.APPLICATION:
        for number, why in enumerate(APPLICATIONS):
            memberships.join(forum=forum, key=f"{key}:asks:{number}", guest=cast.guest(), why=why, at=at)
    if forum.how_to_join == HowToJoin.INVITATION:
        words = str(kind_words.INVITATION)
        memberships.invite(forum=forum, key=f"{key}:invited", guest=cast.guest(), by=officer, words=words, at=at)


def settle_messages(new):
    """
    What was queued for the invented people happened in the past: it was sent, called or posted.

    A few confirmations of dates to come stay as they are, so that the worker and the officer have something to do.
    """
    messages = list(Message.objects.filter(pk__gt=new).order_by("-pk"))
    booked = dict(Registration.objects.values_list("public_id", "created_at"))
    joined = dict(Membership.objects.values_list("public_id", "joined_at"))
    ahead = set(Registration.objects.filter(date__in=EventDate.objects.upcoming()).values_list("public_id", flat=True))
    open_ones = [message for message in messages if message.about in ahead]
    left = [each for each in open_ones if each.state == State.QUEUED][:STILL_TO_SEND]
    left += [each for each in open_ones if each.state == State.TASK][:STILL_TO_DO]
    settled = [message for message in messages if message not in left]
    for message in settled:
        at = booked.get(message.about) or joined.get(message.about) or message.due_at
        message.state = State.DONE if message.state == State.TASK else State.SENT
        message.created_at = message.due_at = message.sent_at = at
    Message.objects.bulk_update(settled, ["state", "created_at", "due_at", "sent_at"])

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from events.guests import Guest
from events.models import (
    AccessNeed,
    Action,
    Claim,
    Companion,
    EventDate,
    EventIndexPage,
    EventPage,
    ForumIndexPage,
    ForumPage,
    KeptNeed,
    Membership,
    Note,
    Paper,
    PaymentOffer,
    Record,
    Registration,
    ReminderRule,
    Resource,
    Venue,
    Writing,
)
from tests.factories.accounts import PersonFactory
from tests.factories.home import HomePageFactory
from tests.factories.pages import PageFactory
from tests.factories.reviews import PromiseFactory


class IndexPageFactory(PageFactory):
    """A list of pages below the home page. Asked again, it is the same page."""

    class Meta:
        abstract = True

    parent = factory.SubFactory(HomePageFactory)
    show_in_menus = True

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        found = model_class.objects.child_of(parent).first()
        return found or super()._create(model_class, *args, parent=parent, **fields)


class ForumIndexPageFactory(IndexPageFactory):
    class Meta:
        model = ForumIndexPage

    title, slug = "Forums", "forums"


class EventIndexPageFactory(IndexPageFactory):
    class Meta:
        model = EventIndexPage

    title, slug = "Events", "events"


class ForumPageFactory(PageFactory):
    class Meta:
        model = ForumPage

    title = factory.Sequence(lambda n: f"Forum {n}")
    summary = "A forum in a sentence."
    parent = factory.SubFactory(ForumIndexPageFactory)


class EventPageFactory(PageFactory):
    """An event that states all that the gate asks; `promise=None` leaves out by when people hear what came of it."""

    class Meta:
        model = EventPage

    title = factory.Sequence(lambda n: f"Event {n}")
    summary = "An event in a sentence."
    contact_name = "The involvement team"
    contact_telephone = "01632 960 001"
    contact_email = "team@example.org"
    breaks = "There is a break of 20 minutes."
    captions = "A person types live captions."
    interpreters = "There are no interpreters."
    recording = "We do not record."
    payment = "<p>There is no payment.</p>"
    expenses = "<p>We pay for your travel.</p>"
    who_sees = "Only our team sees the notes."
    who_pays = "The health service pays for this work."
    safeguarding = "Tell Sam Example of our team."
    parent = factory.SubFactory(EventIndexPageFactory)
    promise = factory.RelatedFactory(PromiseFactory, "page", by=date(2199, 12, 31))  # after any date of a test


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = "Example Library"
    address = "1 Market Street\nExampleton"
    postcode = "ZX1 1EX"
    directions = "It is opposite the bus station."
    step_free = "yes"
    accessible_toilet = "yes"
    quiet_room = "no"
    hearing_loop = "no"


class EventDateFactory(factory.django.DjangoModelFactory):
    """
    In 30 days from 10am to midday UTC, at a venue, with 10 places.

    `online` and `hybrid` change how people come; `past`, `ongoing`, `closed`, `not_open_yet`, `cancelled` and `full`
    say in what state it is.
    """

    class Meta:
        model = EventDate
        skip_postgeneration_save = True

    class Params:
        online = factory.Trait(places_in_person=0, places_online=10, venue=None)
        hybrid = factory.Trait(places_online=10)
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=7)))
        ongoing = factory.Trait(starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1)))
        closed = factory.Trait(
            registration_closes_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))
        )
        not_open_yet = factory.Trait(
            registration_opens_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
        )
        cancelled = factory.Trait(
            cancelled_at=factory.LazyFunction(timezone.now), cancelled_reason="The hall is flooded."
        )

    page = factory.SubFactory(EventPageFactory)
    starts_at = factory.LazyFunction(
        lambda: timezone.now().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=30)
    )
    ends_at = factory.LazyAttribute(lambda date: date.starts_at + timedelta(hours=2))
    places_in_person = 10
    venue = factory.SubFactory(VenueFactory)
    joining_instruction = "Ring the bell at the glass door."
    joining_link = "https://meet.example.org/secret"
    dial_in = "01632 960 999"

    @factory.post_generation
    def full(self, create, extracted, **kwargs):
        """`full=True` fills every place that the date offers."""
        if extracted:
            for mode in self.modes:
                RegistrationFactory.create_batch(self.places(mode), date=self, mode=mode)


class RegistrationFactory(factory.django.DjangoModelFactory):
    """Somebody with a place in person; `waiting`, `offered` and `cancelled` say otherwise."""

    class Meta:
        model = Registration

    class Params:
        waiting = factory.Trait(state="waiting", waiting_since=factory.LazyFunction(timezone.now))
        offered = factory.Trait(
            state="offered",
            waiting_since=factory.LazyFunction(timezone.now),
            offered_at=factory.LazyFunction(timezone.now),
            offer_until=factory.LazyFunction(lambda: timezone.now() + timedelta(days=2)),
        )
        cancelled = factory.Trait(state="cancelled", cancelled_at=factory.LazyFunction(timezone.now))
        online = factory.Trait(mode="online")

    key = factory.Sequence(lambda n: f"key-{n}")
    date = factory.SubFactory(EventDateFactory)
    person = factory.SubFactory(PersonFactory)
    state = "placed"
    mode = "in_person"
    name = factory.SelfAttribute("person.name")
    email = factory.SelfAttribute("person.email")


class CompanionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Companion

    registration = factory.SubFactory(RegistrationFactory)
    name = "Carey Carer"


class AccessNeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessNeed

    registration = factory.SubFactory(RegistrationFactory)
    code = "hearing_loop"


class KeptNeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeptNeed

    person = factory.SubFactory(PersonFactory)
    code = "bsl"


class ResourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Resource
        skip_postgeneration_save = True

    date = factory.SubFactory(EventDateFactory)
    code = "bsl"

    @factory.post_generation
    def needs(self, create, given):
        self.needs.set(given or [])


class ReminderRuleFactory(factory.django.DjangoModelFactory):
    """A rule of the site: a day before, to everybody with a place."""

    class Meta:
        model = ReminderRule

    number = 1


class MembershipFactory(factory.django.DjangoModelFactory):
    """A member; `applied`, `invited`, `paused` and `left` say otherwise."""

    class Meta:
        model = Membership

    class Params:
        applied = factory.Trait(state="applied", why="I have had 2 heart operations.")
        invited = factory.Trait(state="invited", decision="Would you like to join us?")
        paused = factory.Trait(state="paused")
        left = factory.Trait(state="left", left_at=factory.LazyFunction(timezone.now))

    key = factory.Sequence(lambda n: f"key-{n}")
    forum = factory.SubFactory(ForumPageFactory)
    person = factory.SubFactory(PersonFactory)
    name = factory.SelfAttribute("person.name")
    email = factory.SelfAttribute("person.email")


class PaperFactory(factory.django.DjangoModelFactory):
    """A small PDF for those with a place; `for_everybody` and `for_members` say otherwise."""

    class Meta:
        model = Paper

    class Params:
        for_everybody = factory.Trait(audience="everybody")
        for_members = factory.Trait(audience="members")

    date = factory.SubFactory(EventDateFactory)
    kind = "paper"
    title = factory.Sequence(lambda n: f"Paper {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4 secret words", name="paper.pdf"))


class PaymentOfferFactory(factory.django.DjangoModelFactory):
    """£75 for half a day, expenses and 45 pence for a mile."""

    class Meta:
        model = PaymentOffer

    date = factory.SubFactory(EventDateFactory)
    fee = 75
    basis = "Half a day"
    how_paid = "Our finance team calls you."


class ClaimFactory(factory.django.DjangoModelFactory):
    """£12.50 for a train, not decided; `approved_`, `paid_` and `payment` say otherwise."""

    class Meta:
        model = Claim

    class Params:
        approved_ = factory.Trait(
            status="approved",
            approved=factory.SelfAttribute("amount"),
            decided_at=factory.LazyFunction(timezone.now),
            decided_by="Olu Officer",
        )
        paid_ = factory.Trait(approved_=True, status="paid", paid_at=factory.LazyFunction(timezone.now), paid_by="Olu")
        payment = factory.Trait(kind="payment", amount=75, detail="")

    key = factory.Sequence(lambda n: f"claim-{n}")
    registration = factory.SubFactory(RegistrationFactory)
    kind = "travel"
    amount = Decimal("12.50")
    detail = "Train and back"


class WritingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Writing

    key = factory.Sequence(lambda n: f"key-{n}")
    date = factory.SubFactory(EventDateFactory)
    subject = "What to bring on {day}"
    body = "Bring a warm coat, {name}.\n\n{manage}"


class GuestFactory(factory.Factory):
    """What somebody typed who is reached by e-mail."""

    class Meta:
        model = Guest

    name = factory.Sequence(lambda n: f"Guest {n}")
    email = factory.Sequence(lambda n: f"guest{n}@example.org")


class RecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Record

    date = factory.SubFactory(EventDateFactory, past=True)


class NoteFactory(factory.django.DjangoModelFactory):
    """Something that was said; `read` says that an officer has read it through."""

    class Meta:
        model = Note

    class Params:
        read = factory.Trait(state="clear")
        asked = factory.Trait(kind="asked")

    key = factory.Sequence(lambda n: f"note-{n}")
    record = factory.SubFactory(RecordFactory)
    number = factory.Sequence(lambda n: n % 20_000 + 10_000)  # above those that a test gives by hand
    text = factory.Sequence(lambda n: f"The waiting room was cold, {n}")


class ActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Action

    record = factory.SubFactory(RecordFactory)
    what = "Ask for warmer rooms"

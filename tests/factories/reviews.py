from datetime import timedelta

import factory
from django.utils import timezone

from reviews.models import (
    CarePathwayPage,
    DesignTeam,
    Milestone,
    Outcome,
    Promise,
    ReviewIndexPage,
    TechnologyPage,
    TopicPartner,
    TopicStatus,
)
from tests.factories.home import HomePageFactory
from tests.factories.pages import PageFactory


class ReviewIndexPageFactory(PageFactory):
    """The list of what is under review, below the home page. Asked again, it is the same page."""

    class Meta:
        model = ReviewIndexPage

    title, slug, show_in_menus = "Under review", "reviews", True
    parent = factory.SubFactory(HomePageFactory)

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        return model_class.objects.child_of(parent).first() or super()._create(
            model_class, *args, parent=parent, **fields
        )


class TechnologyPageFactory(PageFactory):
    class Meta:
        model = TechnologyPage

    title = factory.Sequence(lambda number: f"Technology {number}")
    summary = "What it is in a sentence."
    parent = factory.SubFactory(ReviewIndexPageFactory)


class CarePathwayPageFactory(PageFactory):
    class Meta:
        model = CarePathwayPage

    title = factory.Sequence(lambda number: f"Pathway {number}")
    summary = "What changes in a sentence."
    parent = factory.SubFactory(ReviewIndexPageFactory)


class TopicPartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TopicPartner

    topic = factory.SubFactory(TechnologyPageFactory)
    name = factory.Sequence(lambda number: f"Partner {number}")
    kind = TopicPartner.Kind.PROVIDER


class TopicStatusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TopicStatus

    topic = factory.SubFactory(TechnologyPageFactory)
    status = "in_development"
    since = factory.LazyFunction(timezone.localdate)


class MilestoneFactory(factory.django.DjangoModelFactory):
    """A day a week from now, certain. Give `starts_on` and `ends_on` for anything else."""

    class Meta:
        model = Milestone

    class Params:
        past = factory.Trait(starts_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7)))
        current = factory.Trait(starts_on=factory.LazyFunction(timezone.localdate))

    topic = factory.SubFactory(TechnologyPageFactory)
    kind = "committee_meeting"
    title = factory.Sequence(lambda number: f"Meeting {number}")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    ends_on = factory.SelfAttribute("starts_on")
    provisional = False


class PromiseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Promise

    page = factory.SubFactory(TechnologyPageFactory)
    by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))


class OutcomeFactory(factory.django.DjangoModelFactory):
    """An outcome told to the public today; `untold=True` makes one that is not shown yet."""

    class Meta:
        model = Outcome

    class Params:
        untold = factory.Trait(published_on=None)

    topic = factory.SubFactory(TechnologyPageFactory)
    you_said = "Getting there is hard."
    we_did = "A bus stops at the door."
    decision = Outcome.Decision.DONE
    decided_on = factory.LazyFunction(timezone.localdate)
    published_on = factory.LazyFunction(timezone.localdate)


class DesignTeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DesignTeam
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Team {number}")

    @factory.post_generation
    def topics(self, create, given):
        self.topics.set(given or [])

    @factory.post_generation
    def members(self, create, given):
        self.members.set(given or [])

from copy import deepcopy
from datetime import timedelta

import factory
from django.utils import timezone

from content import question_sets
from feedback.models import (
    AnswersFile,
    BankEntry,
    Comment,
    Concern,
    FeedbackIndexPage,
    FeedbackPage,
    Invitation,
    Response,
    Survey,
    Theme,
)
from tests.factories.accounts import UserFactory
from tests.factories.content import condition, option, questions
from tests.factories.events import EventDateFactory, RegistrationFactory
from tests.factories.home import HomePageFactory
from tests.factories.pages import PageFactory
from tests.factories.reviews import TechnologyPageFactory

PLACES = [
    option("hospital", "In a hospital"),
    option("practice", "At a GP practice"),
    option("elsewhere", "Somewhere else", follow_up="Where was that?"),
]
HELP = [option("bus", "A bus"), option("evening", "Evenings"), option("none", "None of these", exclusive=True)]
AGES = [option("young", "Under 45"), option("old", "45 or over")]


def every_kind():
    """Two sections with one question of each type; "elsewhere" asks a question in turn."""
    optional = {"optional": True}
    ends = {"low_label": "Very hard", "high_label": "Very easy"}
    limits = {"unit": "minutes", "minimum": 0, "maximum": 240}
    return questions(
        ("section", "s1", {"title": "Your last test", "text": "Think about the last one."}),
        ("single_choice", "place", _asked("Where was it?", "place", options=PLACES)),
        ("scale", "fair", _asked("It was fair", "fair", scale="agreement")),
        ("ten", "ease", _asked("How easy was it?", "ease", **ends)),
        ("section", "s2", {"title": "A hub near you", "text": ""}),
        ("several_choices", "help", _asked("What would help?", "help", options=HELP, **optional)),
        ("number", "minutes", _asked("How many minutes did it take?", "minutes", **limits, **optional)),
        ("long_text", "change", _asked("What should change?", "change", **optional)),
        ("single_choice", "age", _asked("How old are you?", "age", about_you=True, options=AGES, **optional)),
    )


def _asked(question, short_name, **more):
    return deepcopy({"question": question, "short_name": short_name, **more})  # tests change what they get


class FeedbackIndexPageFactory(PageFactory):
    """The list of forms, below the home page. Asked again, it is the same page."""

    class Meta:
        model = FeedbackIndexPage

    title, slug, show_in_menus = "Feedback", "feedback", True
    parent = factory.SubFactory(HomePageFactory)

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        return model_class.objects.child_of(parent).first() or super()._create(
            model_class, *args, parent=parent, **fields
        )


class FeedbackPageFactory(PageFactory):
    class Meta:
        model = FeedbackPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Form {number}")
    summary = "A form in a sentence."
    who_sees = "Our team reads every answer."
    who_pays = "The hospital trust pays for this work."
    what_happens_next = "<p>We publish a summary.</p>"
    support = "Ring us on 01632 960 170."
    questions = factory.LazyFunction(every_kind)
    parent = factory.SubFactory(FeedbackIndexPageFactory)

    @factory.post_generation
    def topics(self, create, given):
        if create:
            self.topics.set(given or [])


class SurveyFactory(factory.django.DjangoModelFactory):
    """
    Open since yesterday, for anyone, anonymous, with a safety lead; or `coming`, `closed`, `undated`, `personal` (needs
    a link), `by_links` (of a list).
    """

    class Meta:
        model = Survey

    class Params:
        coming = factory.Trait(opens_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=1)))
        closed = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=9)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1)),
        )
        undated = factory.Trait(opens_at=None, closes_at=None)
        by_links = factory.Trait(who_may_answer="links")
        personal = factory.Trait(who_may_answer="attended", date=factory.SubFactory(EventDateFactory, past=True))

    page = factory.SubFactory(FeedbackPageFactory)
    safety_lead = factory.SubFactory(UserFactory, administrator=True)
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyAttribute(lambda survey: survey.opens_at and survey.opens_at + timedelta(days=30))


class ResponseFactory(factory.django.DjangoModelFactory):
    """Answers to the page's questions as they are now: `ResponseFactory(answers={"place": "hospital"})`."""

    class Meta:
        model = Response

    key = factory.Sequence(lambda number: f"key-{number}")
    survey = factory.SubFactory(SurveyFactory)
    question_set = factory.LazyAttribute(lambda response: question_sets.current(response.survey.page))
    answers = factory.LazyFunction(lambda: {"place": "hospital", "fair": "agree", "ease": 7})


class AnswersFileFactory(factory.django.DjangoModelFactory):
    """Two rows that can be taken in."""

    class Meta:
        model = AnswersFile

    survey = factory.SubFactory(SurveyFactory)
    file_name, digest = "answers.csv", "abc"
    header = factory.LazyFunction(lambda: ["place", "ease"])
    rows = factory.LazyFunction(lambda: [[2, "1", "3"], [3, "2", "4"]])
    day = factory.LazyFunction(timezone.localdate)


class CommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Comment

    response = factory.SubFactory(ResponseFactory)
    question = "change"
    short_name = "change"
    text = factory.Sequence(lambda number: f"Comment number {number}.")


class ConcernFactory(factory.django.DjangoModelFactory):
    """Open and due tomorrow; or `overdue`, `closed`."""

    class Meta:
        model = Concern

    class Params:
        overdue = factory.Trait(due_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)))
        closed = factory.Trait(
            state="closed", outcome="The ward was told.", closed_on=factory.LazyFunction(timezone.localdate)
        )

    comment = factory.SubFactory(CommentFactory)
    survey = factory.LazyAttribute(lambda concern: concern.comment.response.survey)
    lead = factory.LazyAttribute(lambda concern: concern.survey.safety_lead)
    kind, found_by = "harm", "words"
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1))


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    survey = factory.SubFactory(SurveyFactory, personal=True)
    registration = factory.LazyAttribute(lambda invitation: RegistrationFactory(date=invitation.survey.date))


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    topic = factory.SubFactory(TechnologyPageFactory)
    name = factory.Sequence(lambda number: f"Theme {number}")


class BankEntryFactory(factory.django.DjangoModelFactory):
    """Two questions, of which the second hangs on the first."""

    class Meta:
        model = BankEntry

    name = factory.Sequence(lambda number: f"Questions {number}")
    questions = factory.LazyFunction(
        lambda: questions(
            ("yes_no", "asked", _asked("Were you asked?", "asked")),
            ("long_text", "how", _asked("How?", "how", conditions=[condition("asked", answer="1. Yes")])),
        )
    )

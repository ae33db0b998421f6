"""What pages show of forms: in few queries for any number."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import paging, presentations, question_pages
from content.blocks.questions import definition_of
from content.questions import every
from events.listing import topics_of
from feedback.models import FeedbackPage, Survey
from reviews.models import Outcome, Promise

OPEN, COMING, CLOSED, UNDATED = "open", "coming", "closed", "undated"


@dataclass(frozen=True)
class Form:
    """A form as its pages show it: `page` is in the language that is read; a page never saved has no `survey`."""

    page: FeedbackPage
    survey: Survey | None
    state: str
    topics: list = field(default_factory=list)
    promise: Promise | None = None  # by when people hear what came of it, while that is still to come
    outcomes: list = field(default_factory=list)

    @property
    def presentations(self):
        """The presentations in which it can be read beside the standard one."""
        return presentations.offered(self.page)[1:]

    @cached_property
    def length(self):
        """How many questions there are, in how many parts."""
        definition = definition_of(self.page.questions)
        questions = sum(1 for question in every(definition) if not question.get("follows"))
        pages = sum(1 for page in question_pages.pages(definition) if page.step.isdigit())
        length = ngettext("%(number)s question", "%(number)s questions", questions) % {"number": questions}
        if pages > 1:
            length = _("%(questions)s on %(pages)s pages") % {"questions": length, "pages": pages}
        return _("Up to %s") % length if any("when" in item for item in definition) else length


def form_of(page, at=None):
    """The form of a page at the moment `at` (aware; now when left out)."""
    survey = Survey.objects.select_related("date__page").filter(page=page.original).first() if page.has_facts else None
    if survey is None:
        return Form(page, None, UNDATED)
    topics = topics_of(page)
    state = state_of(survey, at)
    outcomes = Outcome.objects.none() if state != CLOSED else Outcome.objects.published(timezone.localdate(at))
    return Form(
        page,
        survey,
        state,
        topics,
        promise=promise_of(page),
        outcomes=list(outcomes.filter(topic__in=page.original.topics.all()).select_related("topic")),
    )


def promise_of(page):
    """By when people hear what came of a form, while that is still to come; else None."""
    return Promise.objects.filter(page=page.original).open().first()


def state_of(survey, at=None):
    if survey.is_open(at):
        return OPEN
    if survey.is_closed(at):
        return CLOSED
    return COMING if survey.opens_at and not survey.lacks_lead else UNDATED


@dataclass(frozen=True)
class Card:
    """A form in a list. `has_outcomes` says that its page tells what was done about what people said."""

    page: FeedbackPage
    survey: Survey
    has_outcomes: bool

    @property
    def promise(self):
        promises = [promise for promise in self.survey.page.promises.all() if promise.kept_on is None]
        return promises[0] if promises else None


@dataclass(frozen=True)
class Listed:
    """The forms of a list by state; `closed` is a page of the paginator."""

    open: list
    coming: list
    closed: object
    pagination: dict | None


def of_index(index, request, at=None):
    """The forms below a list: those open by what closes first, those to come, and those closed, the latest first."""
    at = at or timezone.now()
    pages = {page.translation_key: page for page in FeedbackPage.objects.open_to_the_public().child_of(index)}
    told = Outcome.objects.published(timezone.localdate(at)).filter(topic__feedback_pages=OuterRef("page"))
    surveys = (
        Survey.objects.on_public_pages()
        .filter(page__translation_key__in=pages, page__alias_of=None)
        .annotate(has_outcomes=Exists(told))
        .select_related("page")
        .prefetch_related("page__promises")
    )
    cards = [Card(pages[survey.page.translation_key], survey, survey.has_outcomes) for survey in surveys]
    closed = paging.page_of(_in_state(cards, CLOSED, at, lambda survey: -survey.closes_at.timestamp()), request)
    return Listed(
        open=_in_state(cards, OPEN, at, lambda survey: (survey.closes_at is None, survey.closes_at or at)),
        coming=_in_state(cards, COMING, at, lambda survey: survey.opens_at),
        closed=closed,
        pagination=paging.pagination(closed, request),
    )


def _in_state(cards, state, at, order):
    found = [card for card in cards if state_of(card.survey, at) == state]
    return sorted(found, key=lambda card: order(card.survey))

"""
What a design team sees of a form: its newest release, words that were read by a person, themes with what was done.

Nothing here reads an answer. Comments are those of the people in the release, read and cleared by an officer, of people
who agreed to be quoted, in an order that says nothing of when they were written. Beside them stands what was said at
the date of the form, read and cleared in the same way: notes are no people, so they are in no count.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.consents import Purpose
from content.ids import keyed_hash
from feedback import codebook, consenting, disclosure, meetings, tables
from feedback.models import Comment, FeedbackPage, Release, Survey, Theme
from reviews.models import DesignTeam, Outcome, Topic

WRITTEN = _("Written in the form")


@dataclass(frozen=True)
class Comments:
    """How many comments there are and how many were read, rounded (None: too few to say), and those to show."""

    total: int | None
    read: int | None
    by_question: list = field(default_factory=list)  # pairs of the question in words and texts
    said: list = field(default_factory=list)  # the same of the notes of the date: what was asked, and texts

    @property
    def by_channel(self):
        """Triples of a channel in words, the question and one text."""
        for channel, pairs in ((WRITTEN, self.by_question), (meetings.CHANNEL, self.said)):
            yield from ((channel, question, text) for question, texts in pairs for text in texts)


@dataclass(frozen=True)
class Summary:
    survey: Survey
    release: Release | None
    tables: list = field(default_factory=list)
    comments: Comments | None = None
    themes: list = field(default_factory=list)

    @property
    def footnote(self):
        return disclosure.PROFILES[self.release.profile].footnote


def topics_of(user):
    """The topics whose summaries a user may see: all for officers, those of their teams for everybody else."""
    topics = Topic.objects.filter(alias_of=None).order_by("title")
    return topics if sees_all(user) else topics.filter(design_teams__in=DesignTeam.objects.of(user)).distinct()


def sees_all(user):
    return user.has_perm("feedback.view_release")


def account_section(user):
    """What the account page of a member of a design team leads to."""
    return {} if DesignTeam.objects.of(user).exists() else None


def surveys_of(user, at=None):
    """The forms on these topics that have opened at the moment `at` (aware; now when left out)."""
    opened = Survey.objects.filter(opens_at__lte=at or timezone.now())
    return opened.filter(page__topics__in=topics_of(user)).distinct().select_related("page")


def forms_by_topic(user, at=None):
    """Pairs of a topic and its opened forms, the latest first, with their releases, in few queries for any number."""
    topics = topics_of(user).prefetch_related(
        Prefetch("feedback_pages", FeedbackPage.objects.filter(alias_of=None).prefetch_related("survey__releases"))
    )
    return [(topic, _opened_forms(topic, at or timezone.now())) for topic in topics]


def _opened_forms(topic, at):
    surveys = [page.survey for page in topic.feedback_pages.all() if hasattr(page, "survey")]
    opened = [survey for survey in surveys if survey.has_opened(at)]
    return sorted(opened, key=lambda survey: survey.opens_at, reverse=True)


def of(survey, user):
    """The summary of a form for a user."""
    release = survey.releases.first()
    if release is None or release.base is None:
        return Summary(survey, release)
    return Summary(survey, release, tables.of_release(release), _comments(release), _themes(survey, user))


def _comments(release):
    profile = disclosure.PROFILES[release.profile]
    responses = release.survey.responses.counted().filter(pk__lte=release.upto)
    written = Comment.objects.filter(response__in=responses)
    read = written.exclude(state=Comment.State.UNREAD)
    may_quote = consenting.agreed(responses, Purpose.QUOTE).values("pk")
    quotable = (
        written.reviewed()
        .filter(response__in=may_quote)
        .values_list("pk", "question", "response__question_set", "text")
    )
    texts = {}
    for _pk, question, asked_in, text in sorted(quotable, key=lambda row: keyed_hash(row[0], purpose="order")):
        texts.setdefault(question, []).append((asked_in, text))
    own_words = codebook.of(release.survey).own_words
    by_question = [
        (each, [text for asked_in, text in texts.get(each.id, []) if asked_in in each.sets]) for each in own_words
    ]
    questions = [(each.title, said) for each, said in by_question if said]
    said = meetings.said_of(release.survey, upto=release.made_at)
    return Comments(profile.shown(written.count()), profile.shown(read.count()), questions, said)


def _themes(survey, user):
    outcomes = Prefetch("outcomes", Outcome.objects.published())
    topics = topics_of(user).filter(feedback_pages=survey.page_id)
    return list(Theme.objects.filter(topic__in=topics).prefetch_related(outcomes))

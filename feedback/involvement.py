"""What reviews/ may say of feedback: the forms that anyone can answer now, by topic."""

from django.db.models import F
from django.utils.translation import gettext as _

from content.models import in_this_language
from feedback.models import Survey
from reviews import involvement
from reviews.involvement import Opportunity


def register():
    """Called once when the site starts."""
    involvement.register(find)


def find(topic_ids, at):
    """Pairs of a topic's id and a form open on it at the moment `at` (aware), in one query for all topics."""
    surveys = Survey.objects.open(at).on_public_pages().for_anyone().filter(page__topics__in=topic_ids)
    for survey in surveys.select_related("page").annotate(topic_id=F("page__topics")):
        if survey.lacks_lead:
            continue
        page = in_this_language(survey.page)
        how = _("Answer questions. We do not ask who you are.") if survey.anonymous else _("Answer questions.")
        yield (
            survey.topic_id,
            Opportunity(kind="feedback", title=page.title, url=page.url, how=how, closes_at=survey.closes_at),
        )

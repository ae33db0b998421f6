"""People can ask for news about a topic."""

from django.utils.translation import gettext_lazy as _

from mailing import subjects
from mailing.announcement_screens import offers
from reviews.models import Topic


def register():
    """Called once when the site starts."""
    subjects.register("topic", label=_("Topics"), pages=Topic.objects.open_to_the_public)


def offers_about(topics):
    """Buttons that lead to news about these topics, for those of which somebody asked for news."""
    return list(offers([(subjects.key_of("topic", topic), topic.title) for topic in topics]))

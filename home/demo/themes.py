"""From comments to themes to outcomes: the worked example."""

from feedback.models import Coding, Comment, Theme
from reviews.models import Topic


def themes(survey, entry, *, by):
    """The themes of a form, each with the comments that belong to it and the outcome that answers it."""
    topic = Topic.objects.filter(slug=entry["topics"][0], alias_of=None).get()
    outcomes = list(topic.outcomes.order_by("pk"))  # as they stand in the file
    for each in entry.get("theme", []):
        theme = Theme.objects.create(topic=topic, name=each["name"], description=each["description"])
        if "outcome" in each:
            theme.outcomes.add(outcomes[each["outcome"]])
        comments = Comment.objects.filter(response__survey=survey, text__in=each.get("comments", []))
        Coding.objects.bulk_create(
            Coding(theme=theme, comment=comment, start=0, end=len(comment.text), by=by) for comment in comments
        )

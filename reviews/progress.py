"""
Where a topic stands and what comes next: the only code that writes statuses and milestones.

Every change is a line in the history of the topic's page. Raises ValidationError, in the officer's words.
"""

from django.db import transaction
from wagtail.log_actions import log

from reviews.models import Milestone, TopicStatus


@transaction.atomic
def change_status(*, topic, status, since, reason="", by):
    """State where a topic stands from a day (a date in London) on. What was stated before stays as its history."""
    row = TopicStatus(topic=topic, status=status, since=since, reason=reason, by=by)
    return _saved(row, action="reviews.status", by=by)


@transaction.atomic
def add_milestone(*, topic, by, **facts):
    """A dated step of a topic; `facts` are the fields of a Milestone."""
    return _saved(Milestone(topic=topic, **facts), action="reviews.milestone", by=by)


@transaction.atomic
def change_milestone(*, milestone, by, **facts):
    for name, value in facts.items():
        setattr(milestone, name, value)
    return _saved(milestone, action="reviews.milestone", by=by)


@transaction.atomic
def remove_milestone(*, milestone, by):
    log(instance=milestone.topic, action="reviews.milestone_removed", user=by, data={"what": str(milestone)})
    milestone.delete()


def _saved(row, *, action, by):
    row.full_clean()
    row.save()
    log(instance=row.topic, action=action, user=by, data={"what": str(row)})
    return row

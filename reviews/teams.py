"""Design teams: the only code that writes them. Members are named by e-mail address."""

from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.log_actions import log

from reviews.models import DesignTeam


@transaction.atomic
def make(*, name, topics, emails, by):
    """A team with its topics and members. Whoever has no account yet gets one, and signs in by a code by e-mail."""
    return _saved(DesignTeam(name=name), topics=topics, emails=emails, by=by, action="wagtail.create")


@transaction.atomic
def change(*, team, name, topics, emails, by):
    team.name = name
    return _saved(team, topics=topics, emails=emails, by=by, action="wagtail.edit")


def _saved(team, *, topics, emails, by, action):
    team.full_clean()
    team.save()
    team.topics.set(topics)
    team.members.set([_user(email) for email in emails])
    log(instance=team, action=action, user=by)
    return team


def _user(email):
    """The account with this address. A new one is staff's: it signs in with a second factor."""
    users = get_user_model().objects
    return users.filter(email__iexact=email).first() or users.create_user(email, is_staff=True)

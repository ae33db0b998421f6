"""Loads the demonstration, from the surroundings to the answers."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import transaction

from home import site_tree
from home.demo import surroundings, topics, users


def load(say=print):
    """Make what is not there yet. `say` is told each step. Refused where the site is not a demonstration."""
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "This would fill the site with invented people. It is only for a demonstration: set DEMO=1 to allow it."
        )
    with transaction.atomic():
        home = site_tree.make()
        say("Organisation, home page, pages of words and news")
        surroundings.organisation()
        surroundings.home(home)
        surroundings.words(home)
        surroundings.news(home)
        say("Topics under review")
        topics.topics(home)
        say("Accounts and design team")
        users.users()
    call_command("update_index", verbosity=0)
    users.say_sign_ins(say)

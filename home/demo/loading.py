"""Loads the demonstration, from the surroundings to the answers."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import transaction

from events import reminders
from events.models import Registration
from feedback import releases
from home import site_tree
from home.demo import afterwards, answers, attending, forms, gatherings, moving, surroundings, themes, topics, users
from home.demo.people import Cast
from mailing.models import Message


def load(say=print, *, refresh=False):
    """
    Make what is not there yet. `say` is told each step. `refresh` then moves all dates on to today.

    Raises ImproperlyConfigured where the site is not a demonstration.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "This would fill the site with invented people. It is only for a demonstration: set DEMO=1 to allow it."
        )
    with transaction.atomic():
        home = site_tree.make()
        reminders.make_defaults()
        newest = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        cast = Cast(seed=Registration.objects.count())
        _words(home, say)
        officer = users.users()
        _gatherings(home, cast, officer, say)
        _feedback(home, officer, say)
        attending.settle_messages(newest)
        if refresh:
            say(f"Dates moved on by {moving.to_today()} days")
    call_command("update_index", verbosity=0)
    users.say_sign_ins(say)


def _words(home, say):
    say("Organisation, home page, pages of words and news")
    surroundings.organisation()
    surroundings.lists(home)
    surroundings.words(home)
    surroundings.home(home)
    surroundings.news(home)
    say("Topics under review")
    topics.topics(home)


def _gatherings(home, cast, officer, say):
    say("Forums, events and who comes")
    gatherings.forums(home)
    for date, entry in gatherings.events(home, gatherings.venues()):
        attending.book(date, entry, cast)
        attending.arrange(date, entry, officer)
        afterwards.offer(date, officer)
        if entry["days"] < 0:
            attending.attend(date, cast)
            afterwards.claim(date, officer)
            afterwards.record(date, entry, officer)
    attending.join(cast, officer)


def _feedback(home, officer, say):
    say("Feedback forms and their answers")
    for survey, entry in forms.forms(home, officer):
        answers.answer(survey, entry)
        answers.read_comments(survey)
        themes.themes(survey, entry, by=officer)
        releases.make_release(survey=survey)

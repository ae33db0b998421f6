from django.core.management.base import BaseCommand

from events import reminders
from home import site_tree


class Command(BaseCommand):
    help = "Makes the pages that every site has, and the first rules of reminders. May be repeated."

    def handle(self, **options):
        site_tree.make()
        reminders.make_defaults()

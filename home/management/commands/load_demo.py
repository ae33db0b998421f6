from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from home.demo import loading


class Command(BaseCommand):
    help = "Loads the demonstration content. May be repeated: what is there already is left as it is."

    def add_arguments(self, parser):
        parser.add_argument("--refresh", action="store_true", help="Move all dates on, as if it was loaded today.")

    def handle(self, *, refresh, **options):
        try:
            loading.load(say=self.stdout.write, refresh=refresh)
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal

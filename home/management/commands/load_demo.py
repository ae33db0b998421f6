from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from home.demo import loading


class Command(BaseCommand):
    help = "Loads the demonstration content. May be repeated: what is there already is left as it is."

    def handle(self, **options):
        try:
            loading.load(say=self.stdout.write)
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal

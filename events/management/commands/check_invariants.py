from django.core.management.base import BaseCommand, CommandError

from events import invariants


class Command(BaseCommand):
    help = "Checks that no place was given twice, no offer is stuck, and everybody was told."

    def handle(self, **options):
        found = list(invariants.findings())
        for finding in found:
            self.stdout.write(finding)
        if found:
            raise CommandError(f"{len(found)} found.")
        self.stdout.write("All is well.")

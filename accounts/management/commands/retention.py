from django.core.management.base import BaseCommand

from accounts import retention


class Command(BaseCommand):
    help = "Deletes what has been kept long enough. The worker does this every night."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and delete nothing")

    def handle(self, *, dry_run, **options):
        for name, rows in retention.run(dry_run=dry_run).items():
            self.stdout.write(f"{rows:>8}  {name}")

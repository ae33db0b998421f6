import os

from django.core.management.base import BaseCommand

from mailing.worker import Worker, run_once

NICE = 10  # where web and worker share a machine, whoever waits for a page comes first


class Command(BaseCommand):
    help = "Sends what is due in the outbox, runs the regular jobs and works through tasks, until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--until-empty", action="store_true", help="do what is due now, then end")

    def handle(self, *, until_empty, **options):
        if until_empty:
            self.stdout.write(f"{run_once()} messages were due.")
        else:
            os.nice(NICE)
            Worker().run()

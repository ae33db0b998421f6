from django.core.management.base import BaseCommand

from home import site_tree


class Command(BaseCommand):
    help = "Makes the pages that every site has: the home page, the lists, and those of the footer. May be repeated."

    def handle(self, **options):
        site_tree.make()

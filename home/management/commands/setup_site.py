from django.core.management.base import BaseCommand

from home import site_tree


class Command(BaseCommand):
    help = "Makes the pages that every site has, the roles and their permissions. May be repeated."

    def handle(self, **options):
        site_tree.make()

"""What the floor adds to the CMS."""

from wagtail import hooks

from content import deleting

hooks.register("before_delete_page", deleting.refuse)
hooks.register("before_bulk_action", deleting.refuse_in_bulk)

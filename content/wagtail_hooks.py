"""What the floor adds to the CMS."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from content import deleting

hooks.register("before_delete_page", deleting.refuse)
hooks.register("before_bulk_action", deleting.refuse_in_bulk)


@hooks.register("insert_global_admin_css")
def our_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("content/cms.css"))

"""
Refuses to delete a page on which rows hang, with a page that says what hangs there and offers to unpublish.

The database would refuse as well (PROTECT), but the officer would get an error page.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db.models import PROTECT, Count, ForeignKey
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page


@dataclass
class Needed:
    """A page that must stay, with what hangs on it: pairs of a name and a number of rows."""

    page: Page
    rows: list = field(default_factory=list)


@cache
def fact_relations():
    """Every key of a plain row that protects a page from deletion, of all apps."""
    keys = (key for model in apps.get_models() for key in model._meta.local_fields if isinstance(key, ForeignKey))
    return [key for key in keys if key.remote_field.on_delete is PROTECT and issubclass(key.related_model, Page)]


def needed(pages):
    """The pages that must stay, among these, their descendants, and the translations that would go with them."""
    found = defaultdict(list)
    ids = _vanishing(pages)
    for key in fact_relations():
        rows = key.model._base_manager.filter(**{f"{key.name}__in": ids}).order_by()
        for page_id, number in rows.values_list(key.attname).annotate(number=Count("pk")):
            names = key.model._meta
            found[page_id].append((capfirst(names.verbose_name if number == 1 else names.verbose_name_plural), number))
    return [Needed(page, found[page.pk]) for page in Page.objects.filter(pk__in=found).order_by("path")]


def _vanishing(pages):
    together = list(pages)
    for find in hooks.get_hooks("construct_translated_pages_to_cascade_actions"):
        together += [page for found in (find(list(pages), "delete") or {}).values() for page in found]
    trees = [page.get_descendants(inclusive=True).values_list("pk", flat=True) for page in together]
    return {page_id for tree in trees for page_id in tree}


def refuse(request, page):
    """For the hook `before_delete_page`."""
    return _refusal(request, [page])


def refuse_in_bulk(request, action_type, objects, action):
    """For the hook `before_bulk_action`."""
    if action_type == "delete" and issubclass(action.model, Page):
        return _refusal(request, objects)


def _refusal(request, pages):
    if found := needed(pages):
        title = _("This cannot be deleted")
        context = {"header_title": title, "page_title": title, "header_icon": "bin", "needed": found}
        return TemplateResponse(request, "content/page_is_needed.html", context)

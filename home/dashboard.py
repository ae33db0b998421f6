"""
The officer's first page in the CMS.

Each room adds its panel by Wagtail's hook `construct_homepage_panels`; here Wagtail's own are taken away first, but for
those about an editor's own pages.
"""

from wagtail.admin.views.home import LockedPagesPanel, RecentEditsPanel, WorkflowObjectsToModeratePanel

KEPT = (LockedPagesPanel, RecentEditsPanel, WorkflowObjectsToModeratePanel)


def clear(request, panels):
    panels[:] = [panel for panel in panels if isinstance(panel, KEPT)]


def clear_summary(request, items):
    """Numbers of pages, images and documents say nothing about the work."""
    items.clear()

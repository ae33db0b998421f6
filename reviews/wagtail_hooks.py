"""What reviews/ adds to the CMS."""

from wagtail import hooks

from reviews import panels, viewsets

hooks.register("register_admin_viewset", lambda: viewsets.topics_menu)
hooks.register("construct_homepage_panels", panels.add_promises_due)
hooks.register("register_log_actions", panels.naming(panels.ACTIONS))

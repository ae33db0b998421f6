from wagtail import hooks

from mailing import announcement_screens, viewsets, wording_viewsets

hooks.register("register_admin_viewset", lambda: [viewsets.messages_menu, wording_viewsets.wordings_menu])
hooks.register("register_admin_viewset", lambda: announcement_screens.news)
hooks.register("construct_person_page", viewsets.person_panels)
hooks.register("construct_homepage_panels", viewsets.add_messages_due)

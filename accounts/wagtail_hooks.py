from wagtail import hooks

from accounts import viewsets

hooks.register("register_admin_viewset", lambda: viewsets.people_menu)
hooks.register("construct_person_page", viewsets.person_panels)

from wagtail import hooks

from feedback.viewsets import concerns, menus, people

hooks.register("register_admin_viewset", lambda: menus)
hooks.register("construct_person_page", people.person_panels)
hooks.register("construct_homepage_panels", concerns.add_concerns_due)

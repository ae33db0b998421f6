from wagtail import hooks

from feedback.viewsets import menus, people

hooks.register("register_admin_viewset", lambda: menus)
hooks.register("construct_person_page", people.person_panels)

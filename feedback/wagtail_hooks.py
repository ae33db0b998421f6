from wagtail import hooks

from feedback.viewsets import feedback_menu, people

hooks.register("register_admin_viewset", lambda: feedback_menu)
hooks.register("construct_person_page", people.person_panels)

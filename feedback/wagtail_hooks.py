from wagtail import hooks

from feedback.viewsets import concerns, feedback_menu, people

hooks.register("register_admin_viewset", lambda: feedback_menu)
hooks.register("construct_person_page", people.person_panels)
hooks.register("construct_homepage_panels", concerns.add_concerns_due)

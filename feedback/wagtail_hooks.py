from wagtail import hooks

from feedback import panels
from feedback.viewsets import concerns, menus, people, responses
from reviews.panels import naming

hooks.register("register_admin_viewset", lambda: menus)
hooks.register("register_log_actions", naming(panels.ACTIONS))
hooks.register("construct_person_page", people.person_panels)
hooks.register("construct_homepage_panels", concerns.add_concerns_due)
hooks.register("construct_homepage_panels", responses.add_held_responses)

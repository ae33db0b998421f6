from wagtail import hooks

from events import announcements, viewsets
from events.viewsets import dashboard, forums_to_do, gate, people, unpublishing

hooks.register("register_admin_viewset", lambda: viewsets.menus)
hooks.register("construct_person_page", people.person_panels)
hooks.register("send_again_to_person", people.send_again)
hooks.register("after_publish_page", gate.say_what_is_missing)
hooks.register("after_publish_page", announcements.offer_to_write)
hooks.register("before_unpublish_page", unpublishing.warn)
hooks.register("before_bulk_action", unpublishing.warn_in_bulk)
hooks.register("construct_homepage_panels", dashboard.add_next_dates)
hooks.register("construct_homepage_panels", forums_to_do.add_to_do)

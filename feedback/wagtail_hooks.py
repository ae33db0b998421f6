from wagtail import hooks

from feedback.viewsets import feedback_menu

hooks.register("register_admin_viewset", lambda: feedback_menu)

"""What feedback/ shows in the history of a form's page."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "feedback.hold": (_("Hold answers"), _("Held answers: %(what)s")),
    "feedback.release": (_("Release answers"), _("Released answers: %(what)s")),
    "feedback.spam": (_("Mark answers as not real"), _("Marked answers as not real: %(what)s")),
}

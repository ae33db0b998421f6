"""
What people are told who join a forum, and what an officer writes to them until the officer changes it.

Kind, plain, and in the reader's language.
"""

from django.utils.translation import gettext_lazy as _

# What everybody is told who joins: on the page before the button, or read out.
PRIVACY = _("We use what you tell us only to run this forum. You can leave at any time.")
TAKEN_ON = _(
    "Thank you for asking to join this forum. We are glad to tell you that you are now a member.\n\n"
    "We look forward to hearing from you."
)
NOT_TAKEN_ON = _(
    "Thank you for asking to join this forum, and for the time that you took.\n\n"
    "We are not able to take you on this time. This says nothing about you or what you told us. "
    "A forum has room for a few people only, and we look for people with different lives.\n\n"
    "You are welcome to ask again later."
)
INVITATION = _(
    "We would like to invite you to join this forum.\n\n"
    "Its members meet, and tell us what matters to them. You do not need to prepare anything or know anything special."
)
ENDED = _("Your membership of this forum has ended. Thank you for all that you have given it.")

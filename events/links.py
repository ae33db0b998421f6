"""Links by which people manage what they booked or joined, without an account. They serve in every reminder."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from content import ids

PAGES = {"registration": "manage", "membership": "membership"}
SECOND = "manage_second"  # asks if this is a second person: for whoever reads the message, so it has a scope of its own


def token(row, scope=""):
    """
    The token of a Registration or Membership. It ends when it is revoked, and when the person's address changes.

    `scope` is the name of the only page that it opens; left out, it opens the row's own page and all below it.
    """
    return ids.sign(row.public_id, scope=scope or PAGES[row._meta.model_name], version=_version(row))


def path(row, scope=""):
    return reverse(scope or PAGES[row._meta.model_name], args=[token(row, scope)])


def address(row, scope=""):
    """The address with host, in the active language, as it stands in a message."""
    return settings.BASE_URL + path(row, scope)


def find(rows, token, scope=""):
    """The row of the queryset `rows` that a token was made for, or None: not ours, ended, or erased."""
    row = rows.select_related("person").filter(public_id=ids.split(token)).first()
    scope = scope or PAGES[rows.model._meta.model_name]
    if row is None or not ids.is_signed(token, scope=scope, version=_version(row)):
        return None
    return row


def pass_to(subject, row):
    """
    What opens `subject` (a public id, such as a paper's) to the holder of a row, and says nothing of who that is.

    It ends as the row's links do. Whoever passes it on gives away that one thing and not the booking.
    """
    holder = f"{row._meta.model_name}:{row.public_id}:{_version(row)}"
    return ids.keyed_hash(f"{subject}:{holder}", purpose="pass")[:22]


def is_pass_of_any(given, subject, rows):
    """Whether `given` is the pass to `subject` of any row of a queryset."""
    rows = rows.select_related("person")
    return any(constant_time_compare(given, pass_to(subject, row)) for row in rows)


def _version(row):
    return f"{row.link_version}.{row.person.link_version if row.person else 0}"

"""Links by which people manage what they booked or joined, without an account. They serve in every reminder."""

from django.conf import settings
from django.urls import reverse

from content import ids

PAGES = {"registration": "manage", "membership": "membership"}


def token(row):
    """The token of a Registration or Membership. It ends when it is revoked, and when the person's address changes."""
    return ids.sign(row.public_id, scope=PAGES[row._meta.model_name], version=_version(row))


def path(row):
    return reverse(PAGES[row._meta.model_name], args=[token(row)])


def address(row):
    """The address with host, in the active language, as it stands in a message."""
    return settings.BASE_URL + path(row)


def find(rows, token):
    """The row of the queryset `rows` that a token was made for, or None: not ours, ended, or erased."""
    row = rows.select_related("person").filter(public_id=ids.split(token)).first()
    if row is None or not ids.is_signed(token, scope=PAGES[row._meta.model_name], version=_version(row)):
        return None
    return row


def _version(row):
    return f"{row.link_version}.{row.person.link_version if row.person else 0}"

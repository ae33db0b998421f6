"""
Whether somebody has booked, or belongs, already: the same name with the same address or number.

A hint for officers, told to nobody else. A likely duplicate is asked about and never refused: a family may share a
name, an address and a telephone.
"""

from collections import defaultdict

from django.db.models import Q

from accounts.telephones import dialled

COMPARED = ("public_id", "name", "email", "telephone", "person__address")


def keys(*, name, email="", telephone="", address=""):
    """What two rows have in common that are likely the same person: the name with each way to reach them."""
    name = _plain(name)
    ways = {"email": email.casefold().strip(), "telephone": dialled(telephone), "address": _plain(address)}
    return {(name, way, value) for way, value in ways.items() if value}


def _plain(text):
    return " ".join(text.casefold().replace(",", " ").split())


def of_guest(guest):
    return keys(name=guest.name, email=guest.email, telephone=guest.telephone, address=guest.address)


def _of_row(row):
    """Registrations keep the postal address that was typed; a member's stands on the person."""
    address = getattr(row, "address", "") or (row.person.address if row.person else "")
    return keys(name=row.name, email=row.email, telephone=row.telephone, address=address)


def reached_as(registration):
    """What is the same of all registrations of one person, since each booking makes a Person of its own."""
    person = registration.person
    if person is None:
        return registration.pk
    ways = (person.channel, person.address_to_write_to.casefold(), person.number_to_call, person.address)
    return (person.name.casefold(), registration.language, *ways)


# --- Among registrations or memberships


def live_on(date):
    """The registrations of a date among which a duplicate is looked for."""
    return date.registrations.live().select_related("person").only("date", "address", *COMPARED)


def in_forum(forum):
    """The memberships of a forum among which a duplicate is looked for."""
    return forum.memberships.not_ended().select_related("person").only("forum", *COMPARED)


def known(rows):
    """Key -> row; the first of several. One query."""
    found = {}
    for row in rows.order_by("pk"):
        for key in _of_row(row):
            found.setdefault(key, row)
    return found


def among(rows, guest, *, leaving_out="", by_name=False):
    """
    The first of the rows that is likely this `guest`, or None; not the one that was made under that key.

    `by_name`: the name alone is enough, for somebody who walks in and may be on the list, or be written down twice.
    """
    if by_name:
        return next((row for row in rows.order_by("pk") if _plain(row.name) == _plain(guest.name)), None)
    alike = Q(email__iexact=guest.email.strip()) if guest.email else Q(pk=None)
    if guest.telephone or guest.address:  # which people write in many ways: these are compared below
        alike |= Q(name__iexact=guest.name.strip())
    candidates, wanted = rows.filter(alike).exclude(key=leaving_out).order_by("pk"), of_guest(guest)
    return next((row for row in candidates if _of_row(row) & wanted), None)


def of_forum(forum):
    """Ids of the memberships that have not ended and look like another one, or are the same person's."""
    by_key = defaultdict(set)
    for row in in_forum(forum):
        same_person = {row.person_id} - {None}
        for key in _of_row(row) | same_person:
            by_key[key].add(row.pk)
    return {pk for pks in by_key.values() if len(pks) > 1 for pk in pks}

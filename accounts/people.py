"""The only code that writes people."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import Person

REACHED_BY = {"email", "helper_email", "reach_helper"}  # what decides where links are sent
OPEN_TO_CORRECTION = REACHED_BY | {
    "name",
    "known_as",
    "channel",
    "telephone",
    "address",
    "helper_name",
    "helper_telephone",
    "language",
    "is_16_or_over",
}


def create(**details):
    """
    A new person, with the fields of `Person`. Nobody is looked up: what was typed never attaches to somebody known.

    Raises ValidationError by field, or for a person who could not be reached.
    """
    person = Person(**details)
    _check(person)
    person.save(force_insert=True)
    return person


@transaction.atomic
def correct(person, *, by, reason="", **changes):
    """
    Correct how a person is called or reached, and return them. Raises ValidationError as `create` does.

    When the address to write to changes, the links that were sent to the old one end, and it is unconfirmed again.
    """
    if unknown := changes.keys() - OPEN_TO_CORRECTION:
        raise TypeError(f"Not open to correction: {', '.join(sorted(unknown))}.")
    person = Person.objects.select_for_update().get(pk=person.pk)
    changed = sorted(name for name, value in changes.items() if getattr(person, name) != value)
    if not changed:
        return person
    address = person.address_to_write_to
    for name in changed:
        setattr(person, name, changes[name])
    if person.address_to_write_to != address:
        person.link_version += 1
    if "email" in changed:
        person.email_confirmed_at = None
    _check(person)
    person.save()
    reason = "; ".join(filter(None, [", ".join(changed), reason]))[:300]
    access.record(by=by, action=access.Action.CHANGED, what=f"person {person.public_id}", person=person, reason=reason)
    return person


def _check(person):
    """Fields and rules, without a query: `Person.clean` says what the constraints hold, the ids are random."""
    person.full_clean(validate_unique=False, validate_constraints=False)


@transaction.atomic
def claim(person, *, by):
    """
    A signed-in user takes a person as theirs, which shows them what that person booked.

    Only with the address at which the person is reached, since whoever reads that mail holds its links anyway. Raises
    ValidationError.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.claimed_by not in (None, by) or by.email.lower() != person.address_to_write_to.lower():
        raise ValidationError(_("This booking belongs to somebody else."))
    person.claimed_by = by
    person.save(update_fields=["claimed_by", "updated_at"])
    return person

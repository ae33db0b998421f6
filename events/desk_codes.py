"""What somebody with a place in person shows at the desk: four letters to say, or the same as a picture to hold up."""

from content import qr
from content.ids import keyed_hash
from events.models.dates import Mode

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that no code is a word


def code_of(registration):
    """Four letters by which the desk finds somebody. No secret: it opens nothing. Two people may share one."""
    number = int(keyed_hash(registration.public_id, purpose="desk")[:12], 16)
    letters = ""
    for _place in range(4):
        number, at = divmod(number, len(LETTERS))
        letters += LETTERS[at]
    return letters


def has_code(registration):
    """Whether somebody is expected at a desk."""
    return registration.has_place and registration.mode == Mode.IN_PERSON


def picture_of(registration):
    """Their reference, and nothing else, as a QR code: a photograph of it lets nobody see or change the booking."""
    return qr.svg(registration.public_id.upper())

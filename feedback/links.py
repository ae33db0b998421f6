"""The personal link by which somebody answers: in messages, on the page of their booking, and in no later address."""

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import encryption
from content import ids
from content.models import in_this_language
from events.afterwards import Ask
from feedback.models import Invitation, SingleLink, Survey

SCOPE, SINGLE = "answer", "single_link"


def token(invitation):
    """It ends when the booking's links are revoked, and when the person's address changes."""
    return ids.sign(invitation.public_id, scope=SCOPE, version=_version(invitation))


def address(invitation):
    """The address with host, in the active language, as it stands in a message."""
    return settings.BASE_URL + path(invitation)


def path(invitation):
    return reverse("answer_with", args=[token(invitation)])


def hash_of(name):
    """What is kept of a single-use link."""
    return ids.keyed_hash(name, purpose=SINGLE)


def address_of_single(name):
    """The address with host of a single-use link, which nothing else knows."""
    return settings.BASE_URL + reverse("answer_with", args=[ids.sign(name, scope=SINGLE)])


def asks(registration):
    """The forms to which this registration was invited, that are open and were not answered by its link yet."""
    surveys = Survey.objects.open().on_public_pages()
    invitations = registration.invitations.filter(answered=False, survey__in=surveys).order_by("pk")
    for invitation in invitations.select_related("survey__page"):
        if invitation.survey.lacks_lead:
            continue
        title = in_this_language(invitation.survey.page).title
        yield Ask(_("Tell us what you think: %(form)s") % {"form": title}, path(invitation))


def find(token):
    """The Invitation or SingleLink that a token was made for, with its survey; None for any other text."""
    if ids.is_signed(token, scope=SINGLE):
        return SingleLink.objects.select_related("survey__page").filter(hash=hash_of(ids.split(token))).first()
    invitation = (
        Invitation.objects.select_related("survey__page", "registration__person")
        .filter(public_id=ids.split(token))
        .first()
    )
    if invitation is None or not ids.is_signed(token, scope=SCOPE, version=_version(invitation)):
        return None
    return invitation


def sealed(token):
    """The token as it may stand beside what is half typed: the key that opens it is not in the database."""
    return encryption.encrypt(token)


def find_sealed(text):
    """The invitation of a token that `sealed` closed; None for any other text, a bare token too."""
    try:
        return find(encryption.decrypt(text))
    except InvalidToken:
        return None


def _version(invitation):
    registration = invitation.registration
    return f"{registration.link_version}.{registration.person.link_version if registration.person else 0}"

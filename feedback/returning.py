"""Leading somebody back to answers that they saved: the only code that sends that link. The address is not kept."""

from cryptography.fernet import InvalidToken
from django.utils import timezone

from accounts import encryption
from content import drafts, ids
from mailing import outbox

JOURNEY = "answer"


def send_link(*, draft, to):
    """
    Send the link to a saved draft to an e-mail address, once in a day, however often somebody asks.

    It waits sealed in the outbox: while it does, the address cannot be joined with what was typed either.
    """
    outbox.queue(
        kind="answers_saved",
        once=f"answers_saved:{draft.code}:{to.lower()}:{timezone.localdate()}",
        to=to,
        context={"sealed": encryption.encrypt(drafts.token(draft))},
        forget=True,
    )


def draft_of(message):
    """The draft to which a message leads; None when it was sent, or is no longer kept."""
    try:
        token = encryption.decrypt(message.context.get("sealed", ""))
    except InvalidToken:  # of a message that was wiped
        return None
    return drafts.find_saved(ids.split(token), journey=JOURNEY) if drafts.is_token(token) else None


def survey_id(draft):
    """The public id of the survey that a draft is about."""
    return draft.purpose.partition(":")[2]

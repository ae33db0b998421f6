"""What an error at sending means: whether to try again, and what an officer is told."""

import smtplib
import traceback
from dataclasses import dataclass
from datetime import timedelta
from random import uniform

import requests
import urllib3
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.exceptions import ObjectDoesNotExist

from mailing import notify
from mailing.models import Message

State = Message.State
MAX_ATTEMPTS = 8
NO_ANSWER, UNREADABLE = "The mail server did not answer", "The answer of the mail server could not be read"
UNCLEAR = (NO_ANSWER, UNREADABLE)  # whoever it is for may have the message already
PAUSES = [10, 60, 300, 900, 3600, 3 * 3600, 6 * 3600]  # seconds after the first attempt, the second, and so on


@dataclass(frozen=True)
class Verdict:
    """
    `state` is QUEUED when another attempt is worth it. `why` never holds an address.

    `server` says that the server is to blame and not the message, so that the others need not be tried now.
    """

    state: str
    why: str
    server: bool = False

    @property
    def unclear(self):
        """The server may have taken the message all the same."""
        return self.why in UNCLEAR


def judge(error):
    """The verdict on an exception raised while a message was rendered or sent. Unknown errors are tried again."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = min(code for code, _ in error.recipients.values())
            return Verdict(State.BOUNCED if code >= 500 else State.QUEUED, f"The address was refused ({code})")
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPConnectError():
            return Verdict(State.QUEUED, f"The mail server answered {error.smtp_code}", server=True)
        case smtplib.SMTPResponseException():
            state = State.FAILED if error.smtp_code >= 500 else State.QUEUED
            return Verdict(state, f"The mail server answered {error.smtp_code}", server=error.smtp_code == 421)
        case TimeoutError() | requests.ReadTimeout() | smtplib.SMTPServerDisconnected():
            return Verdict(State.QUEUED, NO_ANSWER, server=True)
        case requests.RequestException() if _was_cut(error):
            return Verdict(State.QUEUED, NO_ANSWER, server=True)
        case AnymailRecipientsRefused():
            return Verdict(State.BOUNCED, "The address was refused")
        case notify.Unreadable():
            return Verdict(State.QUEUED, UNREADABLE, server=True)
        case AnymailAPIError(status_code=int(status)) if 200 <= status < 300:
            return Verdict(State.QUEUED, UNREADABLE, server=True)
        case AnymailAPIError(status_code=int(status)) | notify.Refused(status_code=int(status)):
            # 401 and 403 are our key, 408 and 429 our pace; the rest of 4xx is what is wrong with this message
            server = status >= 500 or status in (401, 403, 408, 429)
            return Verdict(State.QUEUED if server else State.FAILED, f"The provider answered {status}", server)
        case smtplib.SMTPException() | AnymailError() | OSError():
            return Verdict(State.QUEUED, "The mail server could not be reached", server=True)
        case notify.DoesNotFit():
            return Verdict(State.TASK, "It is too long to be sent by itself")
        case LookupError() | ObjectDoesNotExist():  # the kind was taken away, or a row that it tells of
            return Verdict(State.FAILED, f"It could not be written ({type(error).__name__})")
        case _:
            return Verdict(State.QUEUED, f"It could not be written ({type(error).__name__})")


def _was_cut(error):
    """Whether the connection ended while the answer was awaited or read. Anymail wraps what `requests` raised."""
    error = error.__cause__ if isinstance(error, AnymailError) else error
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return True
    below = error.args[0] if error and error.args else None
    cut = (urllib3.exceptions.ProtocolError, urllib3.exceptions.ReadTimeoutError)
    return isinstance(error, requests.ConnectionError) and isinstance(below, cut)


def place(error):
    """Where in the code an error arose, without its words, which may hold an address: for the log."""
    return "".join(traceback.format_tb(error.__traceback__))


def pause(attempts):
    """How long to wait after so many attempts, spread a little so that a backlog does not return as one."""
    return timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1] * uniform(0.9, 1.3))  # noqa: S311 no secret

import smtplib

import pytest
import requests
import urllib3
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.exceptions import ObjectDoesNotExist

from mailing import failures, notify


class NoAnswer(AnymailRequestsAPIError, requests.ReadTimeout):
    """What Anymail makes of a provider that took the request and said nothing."""


class Cut(AnymailRequestsAPIError, requests.ConnectionError):
    """The same of a connection that ended before there was an answer."""

    def __init__(self, cause):
        super().__init__("gone")
        self.__cause__ = requests.ConnectionError(cause)


ABORTED = urllib3.exceptions.ProtocolError("Connection aborted.", ConnectionResetError())
CLOSED = urllib3.exceptions.MaxRetryError(None, "/email", "Connection refused")
ACCEPTED_WITHOUT_SENSE = AnymailAPIError("Invalid JSON in Postmark API response", status_code=200)


@pytest.mark.parametrize(
    ("error", "state", "server"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no a@example.org here")}), "bounced", False),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"later")}), "queued", False),
        (smtplib.SMTPDataError(554, b"spam"), "failed", False),
        (smtplib.SMTPDataError(451, b"later"), "queued", False),
        (smtplib.SMTPSenderRefused(421, b"closing", "us@example.org"), "queued", True),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), "queued", True),
        (smtplib.SMTPConnectError(554, b"go away"), "queued", True),
        (smtplib.SMTPServerDisconnected("gone"), "queued", True),
        (TimeoutError("slow"), "queued", True),
        (ConnectionRefusedError("closed"), "queued", True),
        (AnymailRecipientsRefused("a@example.org"), "bounced", False),
        (AnymailAPIError("bad request", status_code=400), "failed", False),
        (AnymailAPIError("key", status_code=401), "queued", True),
        (AnymailAPIError("too many", status_code=429), "queued", True),
        (AnymailAPIError("down", status_code=503), "queued", True),
        (AnymailAPIError("no connection"), "queued", True),
        (ACCEPTED_WITHOUT_SENSE, "queued", True),
        (notify.Unreadable(), "queued", True),
        (requests.ConnectionError(ABORTED), "queued", True),
        (ObjectDoesNotExist("the booking was deleted"), "failed", False),
        (LookupError("no such kind"), "failed", False),
        (RuntimeError("a@example.org"), "queued", False),
    ],
    ids=repr,
)
def test_what_an_error_means(error, state, server):
    verdict = failures.judge(error)
    assert (verdict.state, verdict.server) == (state, server)
    assert verdict.why
    assert "example.org" not in verdict.why


@pytest.mark.parametrize(
    ("error", "unclear"),
    [
        (smtplib.SMTPServerDisconnected("gone"), True),
        (TimeoutError("slow"), True),
        (NoAnswer("no answer"), True),
        (ACCEPTED_WITHOUT_SENSE, True),
        (notify.Unreadable(), True),
        (requests.ConnectionError(ABORTED), True),
        (requests.exceptions.ChunkedEncodingError(ABORTED), True),
        (Cut(ABORTED), True),
        (Cut(CLOSED), False),
        (requests.ConnectionError(CLOSED), False),
        (requests.ConnectionError(), False),
        (requests.ConnectTimeout(CLOSED), False),
        (ConnectionRefusedError("closed"), False),
        (smtplib.SMTPDataError(451, b"later"), False),
        (AnymailAPIError("down", status_code=503), False),
    ],
    ids=repr,
)
def test_a_server_that_says_nothing_may_have_taken_the_message(error, unclear):
    assert failures.judge(error).unclear is unclear


def test_pauses_grow_and_are_spread():
    pauses = [failures.pause(attempts).total_seconds() for attempts in range(1, 10)]
    assert pauses[:7] == sorted(pauses[:7])
    assert all(0.9 * 6 * 3600 <= pause <= 1.3 * 6 * 3600 for pause in pauses[6:])

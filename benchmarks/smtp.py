"""
A mail server that keeps what it takes, and bare smtplib as the peer of the site.

`python -m benchmarks.smtp PORT FILE` sends the messages that stand in a file, one after the other, to a server of this
machine, and prints how long it took.
"""

import pickle
import smtplib
import sys
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller

from benchmarks import web
from benchmarks.measure import report


class Sink:
    """`taken` holds (sender, readers, octets) of each message."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@contextmanager
def listening():
    """A Sink that listens on `sink.port` of this machine while the `with` lasts."""
    sink = Sink()
    sink.port = web.free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    yield sink
    controller.stop()


def send(port, file):
    messages = pickle.loads(Path(file).read_bytes())  # noqa: S301 (our own file of a moment ago)
    with report(), smtplib.SMTP("127.0.0.1", port) as server:
        for sender, readers, octets in messages:
            server.sendmail(sender, readers, octets)


if __name__ == "__main__":
    send(int(sys.argv[1]), sys.argv[2])

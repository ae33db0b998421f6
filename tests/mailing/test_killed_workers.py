"""
Many reminders fall due at once while real workers, which send to a real mail server, are killed with -9.

Everybody has the message once. Whoever's came between the server's acceptance and our note of it may have it twice, and
the log names that message. KILLED_MESSAGES=5000 makes it as many as the site shall bear.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection

from mailing.models import Message
from tests.mailing.many import due_to_be_reminded
from tests.mailing.sinks import ANY, NOT_HEARD, listening
from tests.servers import database_url

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGES = int(os.environ.get("KILLED_MESSAGES", "100"))
STEPS = ["MAIL", "RCPT", "DATA", "ACCEPTED", "QUIT"]  # at the last one all that it sent is noted
LEASE = 20  # seconds: more than one sending takes on a busy machine
PATIENCE = 300 + MESSAGES  # seconds
NAMED = re.compile(r"message (\w+) may arrive twice")


@pytest.fixture
def due():
    """The ids of as many registrations as MESSAGES says of which nobody is reminded yet."""
    return {registration.public_id for registration in due_to_be_reminded(MESSAGES)}


class Workers:
    """
    Real workers on the test's database, each with a mail server of its own; who is killed is followed by another.

    At each of STEPS one is killed: whichever comes there first, since which of them sends how many is theirs to settle.
    """

    def __init__(self, folder):
        self.folder, self.sinks, self.processes, self.logs = folder, [], {}, []
        self.faults = {(step, 4 * nth): self.kill for nth, step in enumerate(STEPS[:-1], start=1)}
        self.faults[STEPS[-1], ANY] = self.kill

    def start(self, sink):
        log = self.folder / f"{len(self.logs)}.log"
        self.logs.append(log)
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "MAIL_LEASE_SECONDS": str(LEASE),
            "VAR_DIR": str(self.folder),
            "LOG_LEVEL": "INFO",
            "DEMO": "1",
            "DEBUG": "0",
        }
        command = [sys.executable, "manage.py", "worker"]
        with log.open("w") as file:
            self.processes[sink] = subprocess.Popen(command, env=environment, stdout=file, stderr=file)

    def kill(self, server):
        """A fault: the worker that talks to this server is gone, this very moment, and another comes."""
        sink = server.event_handler
        victim = self.processes.pop(sink)  # it may end, and others may not
        victim.kill()
        victim.wait()
        self.start(sink)
        return NOT_HEARD

    def wait_until_all_is_sent(self):
        given_up = time.monotonic() + PATIENCE
        while Message.objects.filter(state="sent").count() < MESSAGES and time.monotonic() < given_up:
            self.work()
        given_up = time.monotonic() + LEASE  # the last QUIT may come a little later
        while self.faults and time.monotonic() < given_up:
            self.work()

    def work(self):
        assert all(process.poll() is None for process in list(self.processes.values())), self.words()
        time.sleep(0.2)

    def arrived(self):
        """How often each message arrived, by its Message-ID."""
        return Counter(mail["Message-ID"].split("@")[0][1:] for sink in self.sinks for mail in sink.messages)

    def words(self):
        return "\n".join(log.read_text() for log in self.logs)


@contextmanager
def workers(folder, number):
    """So many workers, which end with the `with`."""
    with ExitStack() as stack:
        staff = Workers(folder)
        staff.sinks = [stack.enter_context(listening()) for _worker in range(number)]
        try:
            yield staff
        finally:
            for process in staff.processes.values():
                process.terminate()
            ended = [process.wait(timeout=60) for process in staff.processes.values()]
        assert set(ended) == {0}, staff.words()


def send_and_kill(folder, number):
    """Start `number` workers, kill one at each of STEPS, and return them when nothing waits any more."""
    with workers(folder, number) as staff:
        for sink in staff.sinks:
            sink.faults = staff.faults
            staff.start(sink)
        staff.wait_until_all_is_sent()
        assert len(staff.logs) == number + len(STEPS), "Too few workers were killed."
    return staff


def test_everybody_has_it_once_however_often_a_worker_is_killed(due, tmp_path, leaks):
    """One worker is what SQLite bears; PostgreSQL has four."""
    staff = send_and_kill(tmp_path, 4 if connection.vendor == "postgresql" else 1)
    leaks.hear("log", staff.words())
    arrived, named = staff.arrived(), set(NAMED.findall(staff.words()))
    twice = [message for message, times in arrived.items() if times == 2]
    sent = Message.objects.filter(kind="reminder", state="sent")
    assert sorted(sent.values_list("about", flat=True)) == sorted(due)
    assert set(arrived) == set(sent.values_list("public_id", flat=True))
    assert max(arrived.values()) == 2, "one kill fell between acceptance and mark"
    assert len(twice) == 1 or "after its lease had ended" in staff.words()  # on a machine that is busy beyond the lease
    assert len(named) >= 4, "the log names what four had in hand"
    assert set(twice) <= named

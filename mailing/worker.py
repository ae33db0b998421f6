"""
The one process beside the web server: it sends mail, runs the regular jobs, and works through Django's tasks.

When the database goes away it ends with an error, and whatever keeps it running starts it again: nothing is lost.
"""

import logging
import os
import signal
import socket
import threading
from datetime import timedelta

from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.utils import is_locked_database_exception

from mailing.dispatch import drain, send_due
from mailing.models import WorkerBeat
from mailing.ticks import Ticker

__all__ = ["Worker", "drain", "run_once"]

logger = logging.getLogger(__name__)
PAUSE = 1  # seconds between two looks at an empty outbox: a sign-in code should not wait longer
TICK = 30  # seconds


def task_worker(**options):
    """Django's tasks on our database, all queues. `batch=True` returns when no task is ready."""
    defaults = {"batch": False, "interval": 1, "max_tasks": None, "startup_delay": False}
    worker_id, queues = get_random_string(32), {"queue_names": ["*"], "excluded_queue_names": []}
    return TaskWorker(backend_name="default", worker_id=worker_id, **queues, **defaults | options)


def run_once():
    """One tick, every task that is ready and every message that is due, then return."""
    Ticker().tick()
    task_worker(batch=True, interval=0).run()
    return drain()


class Worker:
    """Runs until SIGTERM or Ctrl+C: the message in hand is finished, the rest of the batch is given back."""

    def __init__(self):
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.ticker = Ticker()
        self.next_tick = None
        self.stopped = threading.Event()
        self.tasks = task_worker()
        self.tasks_error = None

    def run(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        thread = threading.Thread(target=self._run_tasks, name="tasks")
        thread.start()
        logger.info("worker %s starts", self.name)
        try:
            while not self.stopped.is_set():
                self._turn()
        finally:
            self.stop()
            thread.join()
            WorkerBeat.objects.filter(name=self.name).delete()
        logger.info("worker %s ends", self.name)
        if self.tasks_error:
            raise self.tasks_error

    def stop(self, *signal_and_frame):
        self.tasks.running = False
        self.stopped.set()

    def _turn(self):
        close_old_connections()
        now = timezone.now()
        if self.next_tick is None or now >= self.next_tick:
            self.next_tick = now + timedelta(seconds=TICK)
            WorkerBeat.objects.update_or_create(name=self.name, defaults={"at": now})
            self.ticker.tick(now)
        if not send_due(stopping=self.stopped.is_set):
            self.stopped.wait(PAUSE)

    def _run_tasks_until_locked_out(self):
        """On SQLite somebody may write for longer than we wait: the tasks go on afterwards."""
        try:
            self.tasks.run()
        except OperationalError as error:
            if not is_locked_database_exception(error):
                raise
            logger.warning("tasks wait: the database is locked")

    def _run_tasks(self):
        """Beside the mail, so that a long export does not hold up a sign-in code. If it fails, the process ends too."""
        try:
            while self.tasks.running:
                self._run_tasks_until_locked_out()
        except Exception as error:  # raised again by `run`, in the main thread
            self.tasks_error = error
        finally:
            self.stop()
            close_old_connections()

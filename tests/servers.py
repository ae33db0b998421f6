"""The real web server on the test's database, in processes that can be killed, and a device that visits it."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup
from django.db import connection

from tests.conftest import free_port

PATIENCE = 30  # seconds for a start, or for an answer


class Server:
    """gunicorn with the project's own configuration, whose log is in a file. `mortal` says how a request may end it."""

    def __init__(self, folder, **environment):
        self.port, self.log, self.process, self.starts = free_port(), folder / "server.log", None, 0
        self.environment = os.environ | {
            "DATABASE_URL": database_url(),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "VAR_DIR": str(folder),
            "DEBUG": "1",  # plain static files and insecure secrets, as the suite
            **environment,
        }

    def start(self):
        self.starts += 1
        # Loaded once and forked: a worker that follows one which was killed is there at once.
        command = [sys.executable, "-m", "gunicorn", "tests.mortal", "--preload", "--log-level", "warning"]
        with self.log.open("a") as file:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=file, stderr=file, start_new_session=True
            )
        given_up = time.monotonic() + PATIENCE
        while not self.workers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < given_up, "The web server did not start."
            time.sleep(0.05)

    def workers(self):
        """The numbers of its worker processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in children.read_text().split()] if children.exists() else []

    def start_again(self):
        """Start it after it was killed: its connections end a moment before it does."""
        self.process.wait(PATIENCE)
        self.start()

    @property
    def killed(self):
        """How often it was killed, or a worker of it, which it says itself."""
        return self.starts - 1 + self.log.read_text().count("was sent SIGKILL")

    def end(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(folder, **environment):
    """A Server that runs while the `with` lasts."""
    server = Server(folder, **environment)
    server.start()
    try:
        yield server
    finally:
        server.end()


def database_url():
    """The test's database, as the environment names it."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


class Device:
    """A browser without scripts: keeps cookies by their path, follows redirects, sends what stands in a form."""

    def __init__(self, port):
        self.port, self.cookies = port, {}
        self.address = self.html = ""

    def go(self, address):
        """Open an address. Raises ConnectionError where no answer came."""
        return self._ask("GET", address)

    def press(self, dying="", **typed):
        """Fill in the form of the page and press its button; `dying` says when the server ends (see `tests.mortal`)."""
        body = urlencode(self.hidden | typed, doseq=True)
        return self._ask("POST", self.address, body, {"X-Dying": dying} if dying else {})

    @property
    def hidden(self):
        """What stands in the fields of the form that nobody sees, such as the key of the draft."""
        fields = BeautifulSoup(self.html, "html.parser").select("main form input[type=hidden]")
        return {field["name"]: field.get("value", "") for field in fields}

    @property
    def step(self):
        """The page of a journey on which the device is."""
        return self.address.partition("?")[0].rstrip("/").rpartition("/")[2]

    @property
    def heading(self):
        heading = BeautifulSoup(self.html, "html.parser").h1
        return " ".join(heading.get_text(" ", strip=True).split()) if heading else ""

    def _ask(self, method, address, body=None, headers=None):
        status, location, html = self._send(method, address, body, headers or {})
        if status in (301, 302, 303):
            self.address, self.html = location, ""  # acknowledged: whatever happens now, the device is there
            return self._ask("GET", location)
        self.address, self.html = address, html
        return status

    def _send(self, method, address, body, headers):
        cookies = "; ".join(
            f"{name}={value}" for name, (value, path) in self.cookies.items() if address.startswith(path)
        )
        headers = headers | {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, address, body, headers)
            answer = line.getresponse()
            assert answer.status < 500, f"{method} {address} answered {answer.status}."
            self._keep(answer.headers.get_all("Set-Cookie") or [])
            return answer.status, _local(answer.headers["Location"]), answer.read().decode()
        except http.client.HTTPException as broken:
            raise ConnectionError("The answer broke off.") from broken
        finally:
            line.close()

    def _keep(self, cookies):
        for cookie in cookies:
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value, morsel["path"]


def _local(location):
    return re.sub(r"^https?://[^/]+", "", location) if location and urlsplit(location).netloc else location

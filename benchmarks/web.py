"""Starting the web server as a deployment does, and putting a load on it from another process."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

WORKERS = 2


@contextmanager
def served(environment, wsgi="ppi_site.wsgi"):
    """The port of a gunicorn with two workers that runs inside the `with`, under the project's own configuration."""
    port = free_port()
    environment = os.environ | environment | {"PORT": str(port), "HOST": "127.0.0.1", "WEB_CONCURRENCY": str(WORKERS)}
    command = [sys.executable, "-m", "gunicorn", wsgi, "--log-level", "warning", "--max-requests", "0"]
    server = subprocess.Popen(command, env=environment)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def worker(environment):
    """The worker, as beside a web server: it sends what the load queues, into files that nobody reads."""
    with tempfile.TemporaryDirectory() as folder:
        running = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            env=os.environ | environment | {"EMAIL_URL": f"filemail:///{folder}", "LOG_LEVEL": "WARNING"},
        )
        try:
            yield
            if running.poll() is not None:
                raise RuntimeError("The worker ended by itself: what it said stands above.")
        finally:
            running.terminate()
            running.wait(30)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, server):
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError("The web server ended by itself: what it said stands above.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The web server did not answer within 20 seconds.")


def get(path, **headers):
    """The text of a GET request."""
    return request("GET", path, "", headers)


def post(path, body, **headers):
    """The text of a POST request of a form, already encoded."""
    headers |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body.encode()))}
    return request("POST", path, body, headers)


def request(method, path, body, headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines) + "\r\n\r\n" + body


def load(port, requests, *, connections=16, seconds=6, once=False):
    """What benchmarks.load found; anything but the statuses 200 and 302 is an error."""
    return _found({"port": port, "connections": connections, "seconds": seconds, "requests": requests, "once": once})


def spread(port, requests, *, seconds):
    """The same of requests that begin evenly over `seconds`, each on a connection of its own."""
    return _found({"port": port, "seconds": seconds, "requests": requests, "spread": True})


def _found(order):
    command = [sys.executable, "-m", "benchmarks.load"]
    done = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, check=True, timeout=300)
    found = json.loads(done.stdout)
    if unexpected := {status for status in found["statuses"] if status not in {"200", "302"}}:
        raise RuntimeError(f"The server answered {unexpected} under load.")
    return found

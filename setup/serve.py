"""Runs web and worker together until Ctrl-C, for `make demo`. When one of them stops, it says so and ends the other."""

import os
import signal
import subprocess
import sys
import time
import urllib.request

ADDRESS = os.environ["BASE_URL"]
COMMANDS = {
    "web": [sys.executable, "-m", "gunicorn", "--log-level", "warning"],
    "worker": [sys.executable, "manage.py", "worker"],
}
READY_WITHIN = 60  # seconds
STOP_WITHIN = 25  # seconds; the web server gives running requests 20


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A session of their own: Ctrl-C reaches only this process, which then stops them in order.
    children = {name: subprocess.Popen(command, start_new_session=True) for name, command in COMMANDS.items()}
    try:
        wait_until_ready(children)
        say(
            f"Open {ADDRESS}/\n"
            f"    The CMS for officers: {ADDRESS}/cms/\n"
            f"    The area of design teams: {ADDRESS}/teams/\n"
            f"    Every message that the site sends: {ADDRESS}/demo/messages/\n"
            "    Ctrl-C stops web and worker."
        )
        while stopped(children) is None:
            time.sleep(0.5)
        return f"The {stopped(children)} has stopped by itself: what it said stands above. So the rest stops too."
    except KeyboardInterrupt:
        say("Stopping web and worker")
        return None
    finally:
        stop(children)


def say(text):
    print(f"\n==> {text}", flush=True)


def stopped(children):
    """The name of a child that runs no more, or None."""
    return next((name for name, child in children.items() if child.poll() is not None), None)


def wait_until_ready(children):
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and stopped(children) is None:
        try:
            urllib.request.urlopen(f"{ADDRESS}/healthz/ready", timeout=20)  # noqa: S310 (our own address)
            return
        except OSError:  # nobody listens yet, or it is still loading
            time.sleep(0.3)
    if stopped(children) is None:
        sys.exit(f"The site did not answer at {ADDRESS} within {READY_WITHIN} seconds.")


def stop(children):
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()


if __name__ == "__main__":
    sys.exit(main())

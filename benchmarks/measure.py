"""Seconds and peak memory of one piece of work, done in a process of its own."""

import json
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager


def measured(module, *arguments, environment):
    """What `python -m module arguments` says of itself with `report`: (seconds, peak megabytes of the process)."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=900,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    return said["seconds"], said["peak_mb"]


@contextmanager
def report():
    """Time what happens inside, and say it and the peak memory of this process on standard output."""
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts in kilobytes
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


def drain(response):
    """Read a response to its last byte, as a browser that saves it; how many bytes there were."""
    if response.status_code != 200:
        raise RuntimeError(f"The export answered {response.status_code}.")
    parts = response.streaming_content if response.streaming else [response.content]
    return sum(len(part) for part in parts)

"""
`make bench`: how fast pages, bookings and exports are, beside a bare Django view and Wagtail's own form builder.

Prints a table and writes the same figures to var/bench.json. Everything runs on this machine, on PostgreSQL
(BENCH_POSTGRES_URL, by default the local server), in databases that it makes and drops. BENCH_ROWS shortens it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks import web
from benchmarks.measure import measured

POSTGRES_URL = os.environ.get("BENCH_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
OUTPUT = Path(os.environ.get("VAR_DIR", "var")) / "bench.json"


def main():
    figures = {}
    with database("ppi_bench_feedback") as url:
        figures |= exports("benchmarks.feedback", "", site(url))
    with database("ppi_bench_peer") as url:
        figures |= exports("benchmarks.peer", "peer_", {"DATABASE_URL": url})
    show(figures)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n")


def site(url):
    """The environment of our site as a deployment has it, on this database."""
    return {"DATABASE_URL": url, "DEMO": "1", "DEBUG": "0", "SECURE_SSL_REDIRECT": "0"}


class database:
    """A new empty database for the length of the `with`; gives its URL."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.execute(f'CREATE DATABASE "{self.name}"')
        return urlunsplit(urlsplit(POSTGRES_URL)._replace(path=f"/{self.name}"))

    def __exit__(self, *exception):
        self.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def execute(self, statement):
        with psycopg.connect(POSTGRES_URL, autocommit=True) as connection:
            connection.execute(statement)


def exports(module, prefix, environment):
    """Seconds and peak megabytes of CSV and XLSX, by `module`: `fill ROWS`, `csv`, `xlsx`."""
    say(f"{module}: making {ROWS:,} responses")
    subprocess.run([sys.executable, "-m", module, "fill", str(ROWS)], env=os.environ | environment, check=True)
    figures = {}
    for kind in ("csv", "xlsx"):
        say(f"{module}: {kind}")
        seconds, peak = measured(module, kind, environment=environment)
        figures |= {f"{prefix}{kind}_seconds": round(seconds, 2), f"{prefix}{kind}_peak_mb": round(peak, 1)}
    return figures


def bare_view(size):
    say(f"a bare Django view of {size:,} bytes")
    with web.served({"BARE_BYTES": str(size)}, wsgi="benchmarks.bare") as port:
        return {"bare_view_rps": round(web.load(port, [web.get("/")])["per_second"], 1)}


def say(text):
    print(f"==> {text}", flush=True)


def show(figures):
    width = max(map(len, figures))
    print()
    for name, value in figures.items():
        print(f"{name:<{width}} {value:>12,}")


if __name__ == "__main__":
    main()

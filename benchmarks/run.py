"""
`make bench`: how fast pages, bookings, answers, messages and exports are, beside a bare Django view, bare smtplib and
Wagtail's own form builder.

Prints a table and writes the same figures to var/bench.json. Everything runs on this machine, on PostgreSQL
(BENCH_POSTGRES_URL, by default the local server), bookings, answers and messages also on SQLite, in databases that it
makes and drops. BENCH_ROWS, BENCH_BOOKINGS and BENCH_MESSAGES make it shorter or longer;
`python -m benchmarks.run bookings` measures those alone, and so do `responses` and `messages`.
"""

import json
import os
import pickle
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks import smtp, web
from benchmarks.measure import measured

POSTGRES_URL = os.environ.get("BENCH_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
BOOKINGS = int(os.environ.get("BENCH_BOOKINGS", "2000"))
MESSAGES = int(os.environ.get("BENCH_MESSAGES", "200"))
PLACES, CLIENTS = 300, 50
PEOPLE, SPREAD = 200, 10  # who send their answers within so many seconds, and then all in one instant
TWICE = 5  # every fifth of them presses the button twice
WARMING_UP = 200  # bookings of another date, not measured: what a process loads with its first requests is no load
OUTPUT = Path(os.environ.get("VAR_DIR", "var")) / "bench.json"
TITLES = {
    "page_bytes": "Topic page, bytes",
    "page_cached_rps": "Topic page kept whole, requests per second",
    "page_uncached_rps": "Topic page made anew, requests per second",
    "bare_view_rps": "Bare Django view of the same size, requests per second",
    "bookings_per_second": "Bookings per second, PostgreSQL",
    "bookings_p50_seconds": "Half of them are faster than, seconds",
    "bookings_p99_seconds": "99 of 100 are faster than, seconds",
    "sqlite_bookings_per_second": "Bookings per second, SQLite",
    "sqlite_bookings_p50_seconds": "Half of them are faster than, seconds",
    "sqlite_bookings_p99_seconds": "99 of 100 are faster than, seconds",
    "answers_p99_seconds": "200 people answer in ten seconds, PostgreSQL: 99 of 100 are faster than, seconds",
    "answers_at_once_slowest_seconds": "200 people answer in one instant, PostgreSQL: the slowest, seconds",
    "sqlite_answers_p99_seconds": "200 people answer in ten seconds, SQLite: 99 of 100 are faster than, seconds",
    "sqlite_answers_at_once_slowest_seconds": "200 people answer in one instant, SQLite: the slowest, seconds",
    "peer_answers_p99_seconds": "200 people in ten seconds, form builder: 99 of 100 are faster than, seconds",
    "peer_answers_at_once_slowest_seconds": "200 people in one instant, form builder: the slowest, seconds",
    "messages_per_second": "Reminders queued and sent per second by one worker, PostgreSQL",
    "bare_messages_per_second": "The same messages sent by bare smtplib, per second",
    "messages_times_bare": "So many times as long as bare smtplib",
    "sqlite_messages_per_second": "Reminders queued and sent per second by one worker, SQLite",
    "sqlite_bare_messages_per_second": "The same messages sent by bare smtplib, per second",
    "sqlite_messages_times_bare": "So many times as long as bare smtplib",
    "csv_seconds": "CSV, seconds",
    "csv_peak_mb": "CSV, peak memory of the process, MB",
    "xlsx_seconds": "XLSX, seconds",
    "xlsx_peak_mb": "XLSX, peak memory of the process, MB",
    "peer_csv_seconds": "CSV of the form builder, seconds",
    "peer_csv_peak_mb": "CSV of the form builder, MB",
    "peer_xlsx_seconds": "XLSX of the form builder, seconds",
    "peer_xlsx_peak_mb": "XLSX of the form builder, MB",
}


def main():
    alone = {"bookings": all_bookings, "responses": all_responses, "messages": all_messages}
    if sys.argv[1:]:
        show(alone[sys.argv[1]]())
        return
    figures = all_bookings() | all_responses() | all_messages()
    with database("ppi_bench_site") as url:
        figures |= pages(site(url))
    with database("ppi_bench_feedback") as url:
        figures |= exports("benchmarks.feedback", "", site(url))
    with database("ppi_bench_peer") as url:
        figures |= exports("benchmarks.peer", "peer_", {"DATABASE_URL": url})
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n")
    show(figures)
    print(f"\nThe same figures: {OUTPUT}")


@contextmanager
def database(name):
    """The URL of a new empty database, which is gone after the `with`."""
    with psycopg.connect(POSTGRES_URL, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(POSTGRES_URL)._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def site(url):
    """The environment of our site on this database, with the settings of a demonstration: no TLS in front."""
    return {"DATABASE_URL": url, "DEMO": "1", "DEBUG": "0"}


def pages(environment):
    """A topic page, kept whole and made anew for each request, beside a view that answers as many bytes."""
    say("Loading the demonstration")
    path = told("benchmarks.site", "make", environment=environment)
    figures = {}
    for name, seconds in {"page_cached_rps": "60", "page_uncached_rps": "0"}.items():
        say(f"{TITLES[name]}: {path}")
        with web.served(environment | {"PAGE_CACHE_SECONDS": seconds}) as port:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as page:  # noqa: S310 (our own address)
                figures["page_bytes"] = len(page.read())
            figures[name] = round(web.load(port, [web.get(path)])["per_second"], 1)
    say(TITLES["bare_view_rps"])
    with web.served({"BARE_BYTES": str(figures["page_bytes"])}, wsgi="benchmarks.bare") as port:
        return figures | {"bare_view_rps": round(web.load(port, [web.get("/")])["per_second"], 1)}


def all_bookings():
    with database("ppi_bench_bookings") as url:
        figures = bookings("PostgreSQL", "", site(url))
    with TemporaryDirectory() as folder:
        return figures | bookings("SQLite", "sqlite_", site(f"sqlite:///{folder}/db.sqlite3"))


def bookings(engine, prefix, environment):
    """The last POST of prepared bookings of one date, more than it has places, through the whole stack."""
    say(f"{BOOKINGS:,} bookings for {PLACES} places from {CLIENTS} clients beside a worker, {engine}")
    sizes = map(str, (PLACES, WARMING_UP, BOOKINGS))
    first, requests = told("benchmarks.site", "bookings", *sizes, environment=environment)
    with web.served(environment) as port, web.worker(environment):
        web.load(port, first, connections=CLIENTS, seconds=300, once=True)
        found = web.load(port, requests, connections=CLIENTS, seconds=300, once=True)
    placed, waiting = told("benchmarks.site", "booked", environment=environment)
    if (placed, waiting) != (PLACES, BOOKINGS - PLACES):
        raise RuntimeError(f"{BOOKINGS} bookings were sent: {placed} have a place and {waiting} wait.")
    return {
        f"{prefix}bookings_per_second": round(found["per_second"], 1),
        f"{prefix}bookings_p50_seconds": round(found["p50"], 3),
        f"{prefix}bookings_p99_seconds": round(found["p99"], 3),
    }


def all_responses():
    with database("ppi_bench_answers") as url:
        figures = responses("benchmarks.feedback", "", site(url))
    with TemporaryDirectory() as folder:
        figures |= responses("benchmarks.feedback", "sqlite_", site(f"sqlite:///{folder}/db.sqlite3"))
    with database("ppi_bench_peer") as url:
        return figures | responses("benchmarks.peer", "peer_", {"DATABASE_URL": url}, wsgi="benchmarks.peer.wsgi")


def responses(module, prefix, environment, wsgi="ppi_site.wsgi"):
    """The last POST of people who have filled in a form of twelve questions. Some press twice: ours keeps them once."""
    say(f"{PEOPLE} people send their answers, first in {SPREAD} seconds, then in one instant: {module} {prefix}")
    sizes = map(str, (WARMING_UP, PEOPLE, PEOPLE))
    environment = environment | {"LOG_LEVEL": "WARNING"}
    first, in_time, at_once = told(module, "answering", *sizes, environment=environment)
    with web.served(environment, wsgi=wsgi) as port:
        web.load(port, first, connections=CLIENTS, seconds=300, once=True)
        spread = web.spread(port, pressed(in_time), seconds=SPREAD)
        burst = web.spread(port, pressed(at_once), seconds=0)
    kept = told(module, "answered", environment=environment)
    if wsgi == "ppi_site.wsgi" and kept != [[WARMING_UP] * 2, [PEOPLE] * 2, [PEOPLE] * 2]:
        raise RuntimeError(f"{PEOPLE} people answered each form. Responses, and people whose words are there: {kept}")
    return {
        f"{prefix}answers_p99_seconds": round(spread["p99"], 3),
        f"{prefix}answers_at_once_slowest_seconds": round(burst["slowest"], 3),
    }


def pressed(requests):
    """Each request, and every fifth of them a second time at once."""
    return [each for number, request in enumerate(requests) for each in [request] * (2 if number % TWICE == 0 else 1)]


def all_messages():
    with database("ppi_bench_messages") as url:
        figures = messages("PostgreSQL", "", site(url))
    with TemporaryDirectory() as folder:
        return figures | messages("SQLite", "sqlite_", site(f"sqlite:///{folder}/db.sqlite3"))


def messages(engine, prefix, environment):
    """Reminders that fall due at once, to a mail server of this machine, and what arrived sent to it once more."""
    say(f"{MESSAGES:,} reminders from one worker and from bare smtplib, {engine}")
    fill = [sys.executable, "-m", "benchmarks.sending", "fill", str(MESSAGES)]
    quiet = {"LOG_LEVEL": "WARNING"}
    subprocess.run(fill, env=os.environ | environment | quiet, check=True)
    with smtp.listening() as sink, TemporaryDirectory() as folder:
        mail = quiet | {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
        seconds, _peak = measured("benchmarks.sending", "send", environment=environment | mail)
        if len(sink.taken) != MESSAGES:
            raise RuntimeError(f"{MESSAGES} reminders were due, and {len(sink.taken)} arrived.")
        file = Path(folder) / "messages"
        file.write_bytes(pickle.dumps(sink.taken))
        bare, _peak = measured("benchmarks.smtp", str(sink.port), str(file), environment={})
    return {
        f"{prefix}messages_per_second": round(MESSAGES / seconds, 1),
        f"{prefix}bare_messages_per_second": round(MESSAGES / bare, 1),
        f"{prefix}messages_times_bare": round(seconds / bare, 1),
    }


def exports(module, prefix, environment):
    """Seconds and peak megabytes of CSV and XLSX, by `module`: `fill ROWS`, `csv`, `xlsx`."""
    say(f"{ROWS:,} responses: {module}")
    subprocess.run([sys.executable, "-m", module, "fill", str(ROWS)], env=os.environ | environment, check=True)
    figures = {}
    for kind in ("csv", "xlsx"):
        say(TITLES[f"{prefix}{kind}_seconds"])
        seconds, peak = measured(module, kind, environment=environment)
        figures |= {f"{prefix}{kind}_seconds": round(seconds, 2), f"{prefix}{kind}_peak_mb": round(peak, 1)}
    return figures


def told(module, *arguments, environment):
    """The JSON value that `python -m module arguments` prints last."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def say(text):
    print(f"==> {text}", flush=True)


def show(figures):
    width = max(map(len, TITLES.values()))
    print()
    for name, title in TITLES.items():
        if name in figures:
            print(f"{title:<{width}} {figures[name]:>12,}")


if __name__ == "__main__":
    main()

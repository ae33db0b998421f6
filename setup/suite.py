"""
Runs the suite for `make test`: on SQLite with the browser, then on PostgreSQL what may differ there (not the screens of
the CMS, nor the rules about files and words), then says what could not be run.

TEST_POSTGRES_URL names the PostgreSQL server, REQUIRE_ALL=1 makes anything left out a failure, and PYTEST_ARGS goes to
pytest. What a test could not do without (a browser, Java), tests/conftest.py writes to var/missing.txt.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
# Twice the cores of a small machine: whoever drives a browser or kills a worker mostly waits.
PROCESSES = 4
SAME_ON_BOTH = (
    "--ignore-glob=*test_cms*",
    "--ignore=tests/test_house.py",
    "--ignore=tests/test_messages.py",
    "--ignore=tests/test_wording.py",
    "--ignore=tests/content/test_walks.py",
    "--ignore=tests/home/test_demonstration.py",
)
# How many examples of Hypothesis PostgreSQL has, where SQLite tries them all.
FEWER = {"EXAMPLES": "25", "STATE_MACHINE_EXAMPLES": "20"}
VAR = Path(os.environ.get("VAR_DIR", "var"))
MISSING = VAR / "missing.txt"


def main():
    VAR.mkdir(parents=True, exist_ok=True)
    MISSING.write_text("")
    with_postgresql = postgresql_answers()
    make_databases(with_postgresql)
    failed = run("SQLite, and the browser", {})
    if with_postgresql:
        environment = FEWER | {"DATABASE_URL": POSTGRES_URL}
        failed |= run("PostgreSQL", environment, "-m", "not browser", *SAME_ON_BOTH)
    missing = sorted(set(MISSING.read_text().splitlines()))
    if missing:
        print("\nCould not be run:", *missing, sep="\n- ")
        print("With REQUIRE_ALL=1 this is a failure." if not REQUIRE_ALL else "REQUIRE_ALL=1 makes this a failure.")
    return int(failed or (REQUIRE_ALL and bool(missing)))


def postgresql_answers():
    try:
        psycopg.connect(POSTGRES_URL, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        reason = str(error).splitlines()[0]
        with MISSING.open("a") as file:
            file.write(f"The suite on PostgreSQL: start a server and name it with TEST_POSTGRES_URL ({reason}).\n")
        return False
    return True


def make_databases(with_postgresql):
    """
    A database for each process of a run, always anew, since a migration may have been edited.

    The migrations take half a minute: they are run once for each engine, side by side, and what they made is copied.
    """
    print("\n==> Making the databases of the tests", flush=True)
    for left in VAR.glob("test.sqlite3*"):
        left.unlink()
    migrating = [migrate(f"sqlite:///{VAR.resolve() / 'test.sqlite3'}")]
    if with_postgresql:
        server, _slash, name = POSTGRES_URL.rpartition("/")
        name = f"test_{name}"  # as Django calls it, and pytest-django those of its processes
        with psycopg.connect(POSTGRES_URL, autocommit=True) as connection:
            make_anew(connection, name)
            migrating.append(migrate(f"{server}/{name}"))
            finish(migrating)
            for number in range(PROCESSES):
                make_anew(connection, f"{name}_gw{number}", template=name)
    finish(migrating)
    for number in range(PROCESSES):
        shutil.copy(VAR / "test.sqlite3", VAR / f"test.sqlite3_gw{number}")


def migrate(url):
    command = [sys.executable, "manage.py", "migrate", "-v", "0"]
    return subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url, "DEBUG": "1"})


def finish(processes):
    if any(process.wait() for process in processes):
        sys.exit("The migrations failed.")


def make_anew(connection, name, template="template1"):
    names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names))
    connection.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))


def run(title, environment, *arguments):
    """Whether the run failed. Whoever is done takes over what another process has before it."""
    print(f"\n==> The suite on {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", str(PROCESSES), "--dist", "worksteal", *arguments]
    command += shlex.split(os.environ.get("PYTEST_ARGS", ""))
    return subprocess.run(command, env=os.environ | environment).returncode != 0


if __name__ == "__main__":
    sys.exit(main())

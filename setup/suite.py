"""
Runs the suite for `make test`: on SQLite with the browser, then on PostgreSQL what may differ there (not the screens of
the CMS, nor the rules about files and words), then says what could not be run.

TEST_POSTGRES_URL names the PostgreSQL server, REQUIRE_ALL=1 makes anything left out a failure, and PYTEST_ARGS goes to
pytest. What a test could not do without (a browser, Java), tests/conftest.py writes to var/missing.txt.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import psycopg

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
SAME_ON_BOTH = (
    "--ignore-glob=*test_cms*",
    "--ignore=tests/test_house.py",
    "--ignore=tests/test_messages.py",
    "--ignore=tests/test_wording.py",
)
MISSING = Path(os.environ.get("VAR_DIR", "var")) / "missing.txt"


def main():
    MISSING.parent.mkdir(parents=True, exist_ok=True)
    MISSING.write_text("")
    failed = run("SQLite, and the browser", {})
    try:
        psycopg.connect(POSTGRES_URL, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        reason = str(error).splitlines()[0]
        with MISSING.open("a") as file:
            file.write(f"The suite on PostgreSQL: start a server and name it with TEST_POSTGRES_URL ({reason}).\n")
    else:
        failed |= run("PostgreSQL", {"DATABASE_URL": POSTGRES_URL}, "-m", "not browser", *SAME_ON_BOTH)
    missing = sorted(set(MISSING.read_text().splitlines()))
    if missing:
        print("\nCould not be run:", *missing, sep="\n- ")
        print("With REQUIRE_ALL=1 this is a failure." if not REQUIRE_ALL else "REQUIRE_ALL=1 makes this a failure.")
    return int(failed or (REQUIRE_ALL and bool(missing)))


def run(title, environment, *arguments):
    """Whether the run failed. Each run makes its test database anew, since a migration may have been edited."""
    print(f"\n==> The suite on {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "--create-db", *arguments]
    command += shlex.split(os.environ.get("PYTEST_ARGS", ""))
    return subprocess.run(command, env=os.environ | environment).returncode != 0


if __name__ == "__main__":
    sys.exit(main())

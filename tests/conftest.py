"""
What every test may ask for.

`smtp_sink` is a real mail server, `page`, `plain_page` and `each_page` are pages of a real browser with and without
JavaScript, `html_errors` is the HTML checker. A test whose browser or Java is missing is skipped, and `make test` says
so at its end; with REQUIRE_ALL=1 it fails.
"""

import gc
import json
import logging
import os
import shutil
import socket
import subprocess
from datetime import timedelta
from email import message_from_bytes, policy
from functools import wraps
from itertools import product
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as site_settings
from django.contrib.auth.models import Group
from django.db import connection, connections, transaction
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import Client, override_settings
from django.utils import translation
from playwright.sync_api import Locator, Page, expect, sync_playwright
from wagtail.models import Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from feedback import suspecting
from home import roles
from tests import leaks as leaking
from tests.factories.accounts import UserFactory

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30_000  # milliseconds that a page may take on a busy machine
JAVA = ("java", "-Xss16m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # deep schemas; and it runs for seconds only
VNU = Path("node_modules/vnu-jar/build/dist/vnu.jar")
BLOCKER, SNAPSHOT = pytest.StashKey(), pytest.StashKey()
TRANSACTIONAL = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.hookimpl(tryfirst=True)  # before pytest looks at `-m "not browser"`
def pytest_collection_modifyitems(config, items):
    """
    Whatever opens a browser or checks HTML is marked `browser`, and tests marked `postgres` run only there.
    Transactional tests start from the rows that the migrations made.

    Those rows (the root page, the site, its languages) would be gone after the first transactional test, which ends by
    emptying every table.
    """
    elsewhere = [item for item in items if item.get_closest_marker("postgres") and connection.vendor != "postgresql"]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]
    for item in items:
        if {"browser", "html_errors"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if is_transactional(item):
            item.add_marker(TRANSACTIONAL, append=False)


def is_transactional(item):
    marker = item.get_closest_marker("django_db")
    by_marker = marker is not None and marker.kwargs.get("transaction", bool(marker.args and marker.args[0]))
    return by_marker or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))


@receiver(connection_created)
def write_without_waiting_for_the_disk(connection, **signal):
    """A test database need not survive a power cut, for which most of the time of many small commits is spent."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF" if connection.vendor == "sqlite" else "SET synchronous_commit = off")


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """The test database, and a snapshot of the rows that the migrations made."""
    with django_db_blocker.unblock():
        if not Site.objects.exists():
            pytest.exit("A run that was cut short has emptied the kept test database: run pytest with --create-db.", 1)
        request.config.stash[BLOCKER] = django_db_blocker
        request.config.stash[SNAPSHOT] = snapshot()
        if connection.vendor == "postgresql":
            type(connection.ops).sql_flush = delete_rows
        # Django shall neither restore nor make anything. On the class too, since beside the event loop of a browser the
        # same thread works with a second connection.
        default = connections[connection.alias]
        default._test_serialized_contents = type(default)._test_serialized_contents = "[]"
    gc.freeze()  # looking through all that Django and Wagtail loaded, again and again, took an eighth of the time
    gc.set_threshold(50_000, 20, 20)


def snapshot():
    """Table -> its columns and rows. Rows go back as they are: through their models it would take half a second."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {quote(table)}")
            if rows := cursor.fetchall():
                found[table] = [column[0] for column in cursor.description], rows
    return found


def put_back(found):
    with transaction.atomic(), connection.cursor() as cursor:  # which looks at foreign keys when it ends
        for table, (columns, rows) in found.items():
            names, values = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({values})", rows)


def delete_rows(operations, style, tables, **options):
    """In place of TRUNCATE, which makes new files for each of some hundred tables and their indexes."""
    return [f"DELETE FROM {quote(table)};" for table in tables]


def quote(name):
    return connection.ops.quote_name(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """After a transactional test has emptied the tables, put back what the migrations made for whoever comes next."""
    result = yield
    if is_transactional(item):
        with item.config.stash[BLOCKER].unblock():
            put_back(item.config.stash[SNAPSHOT])
    return result


@pytest.fixture(scope="session", autouse=True)
def settings_of_the_suite(tmp_path_factory):
    """
    Fast passwords, tasks that run at once, files in a folder that goes away; and no index that each page would be
    written to: whoever searches takes the fixture `search_index`.
    """
    Path(site_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder
    backends = {"default": site_settings.WAGTAILSEARCH_BACKENDS["default"] | {"AUTO_UPDATE": False}}
    with (
        disable_reference_index_auto_update(),
        override_settings(
            WAGTAILSEARCH_BACKENDS=backends,
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
            MEDIA_ROOT=str(tmp_path_factory.mktemp("media")),
            PRIVATE_ROOT=str(tmp_path_factory.mktemp("private")),
        ),
    ):
        yield


@pytest.fixture
def search_index():
    """Pages can be searched as soon as they are saved."""
    backends = {"default": site_settings.WAGTAILSEARCH_BACKENDS["default"] | {"AUTO_UPDATE": True}}
    with override_settings(WAGTAILSEARCH_BACKENDS=backends):
        yield


@pytest.fixture(autouse=True)
def main_language():
    """Each test begins in the main language: a request of the test client leaves that of its page behind."""
    translation.activate(site_settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def nobody_is_too_fast(monkeypatch):
    """Tests fill in a form faster than anybody can read it. Those of `suspecting` say how long somebody took."""
    monkeypatch.setattr(suspecting, "QUICKEST", timedelta())


@pytest.fixture(scope="session")
def watch():
    with leaking.watching() as watch:
        yield watch


@pytest.fixture(autouse=True)
def leaks(watch):
    """No test may leave personal data in a log line, an address, a subject or the summary of a calendar file."""
    watch.forget()
    yield watch
    assert watch.found() == [], "Personal data stands where others can read it."


def missing(what, how):
    """Skip the test at hand for want of `what`, and let `make test` say `how` to make it run."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{what} could not be run: {how}")
    with (site_settings.VAR_DIR / "missing.txt").open("a") as file:
        file.write(f"{what}: {how}\n")
    pytest.skip(f"{what}: {how}")


# --- Mail

logging.getLogger("mail.log").setLevel(logging.WARNING)  # the mail server of the tests would tell every line


class Sink:
    """The messages that an SMTP server took, oldest first, as `email.message.EmailMessage`."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Message accepted"


@pytest.fixture
def smtp_sink(settings):
    """The list of messages that arrive at a real SMTP server, to which the site sends during the test."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield sink.messages
    controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- Who opens the CMS


@pytest.fixture
def sign_in(db, settings):
    """A function from the name of a role, or none, to a client of a member of staff in the CMS; see `client.user`."""
    settings.STAFF_SECOND_FACTOR = False

    def client_of(*groups):
        user = UserFactory(officer=True)
        user.groups.set(Group.objects.filter(name__in=groups))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return client_of


@pytest.fixture
def officer(sign_in):
    return sign_in(roles.OFFICER)


@pytest.fixture
def administrator(sign_in):
    return sign_in(roles.ADMINISTRATOR)


@pytest.fixture
def bystander(sign_in):
    """Somebody with a key to the CMS and no right to see people."""
    return sign_in()


# --- The browser


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once. Playwright runs an event loop in this thread, in which Django would refuse the ORM."""
    if CHROMIUM is None:
        missing("Tests in the browser", "install Chromium (apt install chromium) or name it with CHROMIUM=/path.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        for kind, act in product((Page, Locator), ("click", "press")):
            patch.setattr(kind, act, then_loaded(getattr(kind, act)))
        expect.set_options(timeout=PATIENCE)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


def then_loaded(act):
    """
    The same, until what it led to is there: Playwright goes on when the first byte has come, and on a busy machine a
    test would read half a page.
    """

    @wraps(act)
    def acted(where, *args, **options):
        act(where, *args, **options)
        getattr(where, "page", where).wait_for_load_state()

    return acted


@pytest.fixture
def open_page(browser, live_server, settings):
    """
    A function that opens a page of a fresh visitor: `open_page(javascript=False, viewport=...)`.

    Addresses may be relative. The test fails at its end when a page wrote an error to the console, asked another host
    for anything, or did not get a style, script or picture that it asked for.
    """
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    contexts, faults = [], []

    def open_one(javascript=True, **options):
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.extend(console_faults(message)))
        page.on("response", lambda response: faults.extend(response_faults(response, live_server.url)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


def console_faults(message):
    # A page that answers 404 is an error in the console too; `response_faults` knows which answers are faults.
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        yield message.text


def response_faults(response, site):
    if not response.url.startswith((site, "data:", "blob:")):
        yield f"{response.url} is on another host"
    elif response.status >= 400 and response.request.resource_type != "document":
        yield f"{response.url} answered {response.status}"


@pytest.fixture
def page(open_page):
    """A page of a browser, with JavaScript."""
    return open_page()


@pytest.fixture
def plain_page(open_page):
    """A page of a browser without JavaScript."""
    return open_page(javascript=False)


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def each_page(request, open_page):
    """A page with JavaScript, then one without: the test runs twice."""
    return open_page(javascript=request.param)


# --- The HTML checker


@pytest.fixture(scope="session")
def html_errors(tmp_path_factory):
    """A function from pages, {name: HTML}, to what the HTML checker says is wrong: ["name:line: message", ...]."""
    if shutil.which("java") is None:
        missing("The HTML checker", "install Java (apt install default-jre-headless).")

    def check(pages):
        folder = tmp_path_factory.mktemp("html")
        for number, html in enumerate(pages.values()):
            (folder / f"{number}.html").write_text(html)
        command = [*JAVA, "-jar", VNU, "--errors-only", "--exit-zero-always", "--format", "json", folder]
        report = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stderr)
        names = list(pages)
        return sorted(
            f"{names[int(Path(found['url']).stem)]}:{found.get('lastLine')}: {found['message']}"
            for found in report["messages"]
        )

    return check

"""
Somebody answers a form while the web server is killed with -9, at each moment of each page, and at any moment.

What the server has acknowledged is still there: at most the page that was on its way is typed again. In the end there
is exactly one response.
"""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from content.models import Draft
from feedback.models import Comment, Response
from tests.factories.feedback import SurveyFactory
from tests.servers import PATIENCE, Device, serving

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = {
    "1": {"place": "hospital", "fair": "agree", "ease": "7"},
    "2": {"help": ["bus", "evening"], "minutes": "40", "change": "More buses.", "age": "old"},
    "quote": {"may_quote": "yes"},
    "check": {},
}
WRITES = {"1": ["INSERT"], "2": ["UPDATE"], "quote": ["UPDATE"], "check": ["INSERT", "DELETE"]}
MOMENTS = [(page, moment) for page, writes in WRITES.items() for moment in ["asked", *writes, "done", "sent"]]
WHOLE = " all"  # not one of its workers, but the server
PEOPLE, KILLS = 4, 10  # at any moment


@pytest.fixture
def server(tmp_path, leaks):
    with serving(tmp_path, WEB_CONCURRENCY="1") as server:
        yield server
    leaks.hear("log", server.log.read_text())


def press(server, device, dying=""):
    """Fill in the page and send it. Where no answer comes, start the server again, and reload what was acknowledged."""
    before, typed = device.address, PAGES.get(device.step, {})
    try:
        device.press(dying, **typed)
    except OSError:
        if dying.endswith(WHOLE):
            server.start_again()
        if device.address != before:
            device.go(device.address)


def is_kept(device, acknowledged):
    """Whether the pages whose answers came are in the device's draft, or in its response."""
    draft = Draft.objects.filter(key=device.hidden.get("draft", "")).first()
    return acknowledged <= draft.answers.keys() if draft else Response.objects.exists() or not acknowledged


@pytest.mark.parametrize(("whom", "moments"), [("", MOMENTS), (WHOLE, [("2", "UPDATE"), ("check", "done")])])
def test_every_page_that_was_acknowledged_is_there_whenever_the_server_is_killed(server, whom, moments):
    device, acknowledged = Device(server.port), set()
    device.go(f"/answer/{SurveyFactory().public_id}/")
    for page in PAGES:
        for moment in [moment for where, moment in moments if where == page]:
            assert device.step == page
            press(server, device, dying=moment + whom)
            assert is_kept(device, acknowledged)
        if device.step == page:
            press(server, device)
        acknowledged.add(page)
    assert (device.step, device.heading) == ("done", "Thank you for your answers")
    assert server.killed == len(moments)
    response = Response.objects.get()
    given = {"place": "hospital", "fair": "agree", "ease": 7, "help": ["bus", "evening"], "minutes": 40, "age": "old"}
    assert (response.answers, response.may_quote) == (given, True)
    assert Comment.objects.get().text == "More buses."


# --- At any moment


def answer(server, survey, words):
    """All of the way, however often the server does not answer."""
    device, given_up = Device(server.port), time.monotonic() + PATIENCE
    while device.step != "done":
        assert time.monotonic() < given_up, f"Nobody gets beyond {device.address}."
        try:
            if not device.html:
                device.go(device.address or f"/answer/{survey.public_id}/")
            else:
                device.press(**PAGES[device.step] | ({"change": words} if device.step == "2" else {}))
        except OSError:
            time.sleep(0.05)


def test_nobody_loses_an_answer_or_gives_two_whatever_is_killed_when(server):
    survey, over, written = SurveyFactory(), Event(), []

    def person(number):
        while not over.is_set():
            words = f"The words of {number}, time {len(written)}."
            answer(server, survey, words)
            written.append(words)

    with ThreadPoolExecutor(PEOPLE) as pool:
        people = [pool.submit(person, number) for number in range(PEOPLE)]
        for _kill in range(KILLS):
            time.sleep(random.uniform(0.1, 0.5))
            for worker in server.workers():
                os.kill(worker, signal.SIGKILL)
        over.set()
    for each in people:
        each.result()
    assert sorted(Comment.objects.values_list("text", flat=True)) == sorted(written)
    assert Response.objects.count() == len(written) >= PEOPLE

"""
Looking at pages in a real browser: what is wrong with each state of each page, and how a page is filled in.

A way through the site is a generator that yields a name and a kind (of `tests.rules`) for each state that it shows.
"""

from axe_playwright_python.sync_playwright import Axe

from tests import rules

NARROW = {"width": 320, "height": 900}
VIOLATIONS = {"resultTypes": ["violations"]}  # what passes need not be told
# The back link stands before the content, as the design system wants it; this rule would have it inside a landmark.
AXE = VIOLATIONS | {"rules": {"region": {"enabled": False}}}
# Our own part of a page of the CMS: what stands around it, and the message that slides in above it, is Wagtail's.
OURS = {"include": ["main"], "exclude": [".messages"]}


def look_around(page, states):
    """Look at each state of `states` on a narrow screen: {name: [what is wrong]}."""
    return {name: faults(page, kind) for name, kind in states}


def faults(page, kind, without=()):
    """What is wrong with the page as it is now: accessibility, the rules of the service manual, what does not fit."""
    return violations(page) + rules.problems(page.content(), kind=kind, without=without) + [*too_wide(page)]


def violations(page, part=None, options=AXE):
    """What axe finds on a page, or on a part of it such as OURS: ["rule: HTML", ...]."""
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def is_accessible(page):
    """Fails where axe finds anything in our own part of a page of the CMS."""
    assert violations(page, OURS) == []


def too_wide(page):
    page.wait_for_load_state()  # what a click led to may still be on its way
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > room:
        yield f"{wide} pixels wide where there are {room}"


def read(page, states):
    """The HTML of each state, {name: HTML}. Each must have room for text of twice the size (WCAG 1.4.4)."""
    pages, cramped = {}, {}
    for name, _kind in states:
        page.wait_for_load_state()
        pages[name] = page.content()
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if problems := list(too_wide(page)):
            cramped[name] = problems
        page.evaluate("document.documentElement.style.fontSize = ''")
    assert cramped == {}
    return pages


def fill(page, answers):
    """Fill in the fields of a page, as {name: value}."""
    for name, value in answers.items():
        field = page.locator(f"main [name='{name}']")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            page.check(f"main [name='{name}'][value='{value}']")
        else:
            field.fill(value)


def go_on(page, answers=None):
    """Fill in a page and press its button."""
    fill(page, answers or {})
    page.click("main form button")

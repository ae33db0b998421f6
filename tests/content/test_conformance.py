"""The pinned macros against every example that the design system ships: what to write, and the HTML that comes out."""

import json
from pathlib import Path

from bs4 import BeautifulSoup, Comment, NavigableString
from django.utils.safestring import SafeString

from content import rendering
from tests.conftest import missing

COMPONENTS = Path(__file__).parents[2] / "node_modules/nhsuk-frontend/dist/nhsuk/components"

KNOWN_MISMATCHES = {
    "file-upload: button",  # the same list of classes in an attribute, with a space after the comma
}


def fixtures():
    for path in sorted(COMPONENTS.glob("*/fixtures.json")):
        for fixture in json.loads(path.read_text())["fixtures"]:
            yield path.parent.name, fixture


def trusted(value, key=""):
    """The examples are our own text here, so their HTML is marked as safe."""
    if isinstance(value, dict):
        return {name: trusted(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [trusted(each) for each in value]
    is_html = isinstance(value, str) and (key.lower().endswith("html") or key == "attributes")
    return SafeString(value) if is_html else value


def tree(html):
    """What a browser would see: elements with attributes in any order, text without needless space, no comments."""
    soup = BeautifulSoup(html, "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    return [node for node in map(branch, soup.contents) if node]


def branch(node):
    if isinstance(node, NavigableString):
        return " ".join(node.split())
    children = [child for child in map(branch, node.contents) if child]
    return (node.name, dict(sorted(node.attrs.items())), children)


def rendered(component, fixture):
    block = fixture.get("callBlock")
    content = SafeString(block) if isinstance(block, str) else None
    return rendering.render(component, trusted(fixture["context"]), content=content)


def mismatches():
    for component, fixture in fixtures():
        try:
            same = tree(rendered(component, fixture)) == tree(fixture["html"])
        except (TypeError, ValueError):
            same = False
        if not same:
            yield f"{component}: {fixture['name']}"


def test_every_example_of_the_design_system_comes_out_as_it_should():
    if not COMPONENTS.exists():
        missing("The examples of the design system", "run `make setup`, which fetches node_modules.")
    assert sum(1 for _each in fixtures()) > 900
    assert set(mismatches()) == KNOWN_MISMATCHES


def test_the_comparison_sees_what_a_browser_would_see():
    assert tree('<p class="a b" id="c"> one\n two</p><!-- x -->') == tree('<p id="c" class="a b">one two</p>')
    assert tree("<p>one</p>") != tree("<p>two</p>")
    assert tree('<p class="a">one</p>') != tree('<p class="b">one</p>')
    assert tree("<p>one</p>") != tree("<p><b>one</b></p>")

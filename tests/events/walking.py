"""Walks question pages as a browser does: fills in the page at hand with the key that stands in its form."""

from bs4 import BeautifulSoup

ALONE = {
    "for-whom": {"for_whom": "self"},
    "age": {"over_16": "yes"},
    "name": {"name": "Ada Able"},
    "names": {"booked_by": "Cara Carer", "name": "Ada Able"},
    "reach": {"channel": "email"},
    "email": {"email": "ada@example.org"},
    "telephone": {"telephone": "01632 960 001"},
    "address": {"address": "1 Example Street\nExampleton"},
    "how": {"mode": "in_person"},
    "companions": {"companions": "0"},
    "needs": {"needs": ["none"]},
    "sharing": {"share": "yes"},
    "keep": {"keep": "no"},
    "anything-else": {"message": ""},
    "why": {"why": "I look after my mother."},
    "check": {},
}


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def text(response):
    """What the page says in its main part, with single spaces."""
    return " ".join(soup(response).main.get_text(" ", strip=True).split())


def heading(response):
    """The h1 without the caption above it."""
    title = soup(response).h1
    for caption in title.find_all(class_="nhsuk-caption-l"):
        caption.extract()
    return title.get_text(" ", strip=True)


def errors(response):
    """The error summary: pairs of the text and the target of its link."""
    summary = soup(response).find(class_="nhsuk-error-summary")
    return [(link.get_text(strip=True), link["href"]) for link in summary.find_all("a")] if summary else []


def address_of(response):
    """Where a browser would be now, with the query."""
    if getattr(response, "redirect_chain", None):
        return response.redirect_chain[-1][0]
    query = response.request["QUERY_STRING"]
    return response.request["PATH_INFO"] + (f"?{query}" if query else "")


def button(response):
    """The words on the button of the page's form."""
    return soup(response).main.find("button").get_text(strip=True)


def step_of(response):
    return address_of(response).partition("?")[0].rstrip("/").rpartition("/")[2]


def send(client, response, **answers):
    """Fill in the page that `response` shows, and send it."""
    key = soup(response).find("input", {"name": "draft"})["value"]
    return client.post(address_of(response), {"draft": key, **answers}, follow=True)


def walk(client, start, until="check", **changes):
    """
    Go through a journey up to the step `until`, with the answers of somebody who comes alone and needs nothing.

    `changes` are other answers by step, dashes as underscores: `walk(client, date, needs={"needs": ["bsl"]})`.
    """
    answers = ALONE | {step.replace("_", "-"): given for step, given in changes.items()}
    response = client.get(start, follow=True)
    for _turn in range(30):
        step = step_of(response)
        if step == until or response.status_code != 200:
            return response
        assert step in answers, f"The journey stands still at {step}: {text(response)[:200]}"
        response = send(client, response, **answers[step])
        assert not errors(response), errors(response)
    raise AssertionError(f"{until} was never reached")

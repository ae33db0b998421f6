"""The text part of a message, derived from its HTML, so that both always say the same."""

import re

from bs4 import BeautifulSoup

BLOCKS = ["h1", "h2", "h3", "p", "li", "dt", "dd", "address"]


def as_text(html):
    """Plain text of a message's body: a line per list item, a blank line between other blocks, links with address."""
    soup = BeautifulSoup(re.sub(r"\s+", " ", html[html.index("<body") :]), "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for link in soup.find_all("a"):
        link.replace_with(_link(link))
    blocks = [_block(block) for block in soup.find_all(BLOCKS) if not _is_inside(block)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(blocks)).strip() + "\n"


def _is_inside(block):
    return any(parent.name in BLOCKS for parent in block.parents)


def _link(link):
    words, address = link.get_text().strip(), link["href"]
    if address.startswith("tel:") or address.removeprefix("mailto:") == words:
        return words
    return f"{words}: {address.removeprefix('mailto:')}"


def _block(block):
    words = re.sub(r" *\n *", "\n", block.get_text()).strip()
    match block.name:
        case "li":
            return f"- {words}"
        case "dt":
            return f"\n{words}:"
        case "dd":
            return words
        case _:
            return f"\n{words}\n"

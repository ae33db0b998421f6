"""
The few signs with which officers write a message, as HTML and back.

A blank line begins a paragraph, `## ` a heading, `- ` a line of a list; `**words**` are strong, `[words](https://...)`
is a link. `{name}` stands for what differs from reader to reader: words in a line, or a whole piece on a line of its
own. All else is text and is shown as it was typed.
"""

import re

from bs4 import BeautifulSoup, NavigableString
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe

NAME = re.compile(r"\{([^{}]*)\}")
ALONE = re.compile(r"\{(\w+)\}")
LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)\S+")
BARE = re.compile(r"(?<![\">])\bhttps?://[^\s<]+[^\s<.,;:!?)]")
STRONG = re.compile(r"\*\*(.+?)\*\*")


def names(words):
    """The names in braces, known or not, in the order in which they stand."""
    return NAME.findall(words)


def blocks(words):
    """The paragraphs, headings and lists, as they were typed."""
    return [block.strip() for block in re.split(r"\n[ \t]*\n", words.replace("\r\n", "\n")) if block.strip()]


def refused_addresses(words):
    """The addresses of links that lead nowhere, or where no link may lead."""
    return [address for _words, address in LINK.findall(words) if not ADDRESS.fullmatch(address)]


def to_text(words, values):
    """One line of words with its values filled in."""
    return NAME.sub(lambda found: str(values.get(found[1], found[0])), words)


def to_html(words, *, values, pieces):
    """Safe HTML of words; `values` are texts by name, `pieces` safe HTML by name, "" where a reader has none."""
    return mark_safe("\n".join(_block(block, values, pieces) for block in blocks(words)))


def _block(block, values, pieces):
    if (alone := ALONE.fullmatch(block)) and alone[1] in pieces:
        return pieces[alone[1]]
    lines = [_line(line, values) for line in block.split("\n")]
    if block.startswith("## ") and len(lines) == 1:
        return f"<h2>{lines[0].removeprefix('## ')}</h2>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{line.removeprefix('- ')}</li>" for line in lines) + "</ul>"
    return f"<p>{'<br>'.join(lines)}</p>"


def _line(line, values):
    html = LINK.sub(_link, str(escape(line)))
    html = BARE.sub(r'<a href="\g<0>">\g<0></a>', html)
    html = STRONG.sub(r"<strong>\1</strong>", html)
    return NAME.sub(lambda found: str(conditional_escape(values.get(found[1], found[0]))), html)


def _link(found):
    words, address = found.groups()
    return f'<a href="{address}">{words}</a>' if ADDRESS.fullmatch(address) else found[0]


def from_html(html):
    """The words of a piece of HTML that has paragraphs, headings of the second level and lists."""
    found = BeautifulSoup(html, "html.parser").find_all(["h2", "p", "ul"])
    return "\n\n".join(filter(None, map(_words, found)))


def _words(block):
    if block.name == "ul":
        return "\n".join(f"- {_inline(item)}" for item in block.find_all("li"))
    return f"## {_inline(block)}" if block.name == "h2" else _inline(block)


def _inline(node):
    said = "".join(_part(part) for part in node.children)
    return re.sub(r" *\n *", "\n", said).strip()


def _part(part):
    if isinstance(part, NavigableString):
        return re.sub(r"\s+", " ", part)
    match part.name:
        case "br":
            return "\n"
        case "strong":
            return f"**{_inline(part)}**"
        case "a" if part["href"] != part.get_text():
            return f"[{_inline(part)}]({part['href']})"
        case _:
            return _inline(part)

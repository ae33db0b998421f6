"""What the site itself says, in templates and code, is short enough to be read at once."""

import ast
import re
from pathlib import Path

from tests.rules import long_sentences

ROOT = Path(__file__).parents[1]
ROOMS = ("content", "accounts", "mailing", "reviews", "events", "feedback", "home")
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATES = re.compile(
    r"""{%\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')|{%\s*(?:blocktranslate|blocktrans)\b[^%]*%}(.*?){%\s*end""",
    re.S,
)


def said_in_code(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in MARKS:
            yield from (
                each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def said_in_template(path):
    for groups in IN_TEMPLATES.findall(path.read_text()):
        for text in re.split(r"{%\s*plural\s*%}", "".join(groups)):
            yield " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"{{.*?}}", "value", text)).split())


def too_long(paths, said):
    return [
        f"{path.relative_to(ROOT)}: {sentence}"
        for path in sorted(paths)
        for text in said(path)
        for sentence in long_sentences(text)
    ]


def test_no_sentence_of_ours_has_more_than_25_words():
    code = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    templates = list((ROOT / "templates").rglob("*.html"))
    assert code
    assert templates
    assert too_long(code, said_in_code) + too_long(templates, said_in_template) == []


def test_a_long_sentence_is_found_in_code_and_in_templates(tmp_path):
    long = " ".join(["word"] * 26)
    (tmp_path / "code.py").write_text(f"_({long!r})\n_('short')\nother({long!r})\n")
    template = '{% translate "LONG" %}{% blocktranslate count n=n %}one{% plural %}<b>LONG</b>{% endblocktranslate %}'
    (tmp_path / "page.html").write_text(template.replace("LONG", long))
    assert [text for text in said_in_code(tmp_path / "code.py") if long_sentences(text)] == [long]
    assert [text for text in said_in_template(tmp_path / "page.html") if long_sentences(text)] == [long, long]

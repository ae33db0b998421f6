"""Rules about the whole house: each test walks every file or every model and lists what breaks the rule."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template import engines
from django.template.loader import get_template
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, ListBlock
from wagtail.fields import StreamField

from accounts import registry
from content.privacy import Privacy

HOUSE = ["content", "accounts", "mailing", "reviews", "events", "feedback", "home", "ppi_site"]
ROOMS = HOUSE[:-1]
ROOT = Path(settings.BASE_DIR)
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 50, 120
# Functions that may be longer, each with the reason.
LONG_FUNCTIONS = {"tests/journeys/test_story.py:test_the_story": "one story, walked from its beginning to its end"}
VAGUE_NAMES = {"utils", "helpers", "services", "core", "common"}


def tracked(*patterns):
    """The files that are under version control, or will be, as paths from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted(Path(name) for name in set(names) if (ROOT / name).is_file())


PYTHON = [path for path in tracked("*.py") if "migrations" not in path.parts]
OURS = [path for path in PYTHON if path.parts[0] in HOUSE]
TEMPLATES = [path for path in tracked("templates/*") if path.suffix in {".html", ".txt"}]


@cache
def text_of(path):
    return (ROOT / path).read_text()


@cache
def tree_of(path):
    return ast.parse(text_of(path))


def nodes(path, *kinds):
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, kinds))


def right_of(path):
    """The rooms that the file at `path` may not know of."""
    return set(HOUSE[HOUSE.index(path.parts[0]) + 1 :])


# --- Imports


def imported(path):
    for node in nodes(path, ast.Import, ast.ImportFrom):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        yield from ((node.lineno, name.split(".")[0]) for name in names)


def test_imports_run_one_way():
    wrong = [
        f"{path}:{line} imports {name}" for path in OURS for line, name in imported(path) if name in right_of(path)
    ]
    assert wrong == []


def test_models_are_named_one_way():
    """A text such as "events.EventDate" in a foreign key or a call of get_model is an import too."""
    wrong = [
        f"{path}:{node.lineno} names {node.value}"
        for path in OURS
        for node in nodes(path, ast.Constant)
        if isinstance(node.value, str)
        and (match := re.fullmatch(r"(\w+)\.[A-Z]\w+", node.value))
        and match[1] in right_of(path)
    ]
    assert wrong == []


def reverse_accessors():
    """{name: room} of what foreign keys give to models of rooms further left, such as {"registrations": "events"}."""
    return {
        relation.get_accessor_name(): relation.related_model._meta.app_label
        for model in apps.get_models()
        for relation in model._meta.related_objects
        if {model._meta.app_label, relation.related_model._meta.app_label} <= set(ROOMS)
        and model._meta.app_label != relation.related_model._meta.app_label
    }


def names_defined_up_to(room):
    """What the rooms up to this one call their own functions, classes, variables and fields."""
    rooms = HOUSE[: HOUSE.index(room) + 1]
    return {
        getattr(node, "name", None) or getattr(node, "id", None)
        for path in OURS
        if path.parts[0] in rooms
        for node in nodes(path, ast.FunctionDef, ast.ClassDef, ast.Name)
    }


@pytest.mark.parametrize("room", ROOMS)
def test_reverse_accessors_are_used_one_way(room):
    """`topic.events` in a room to the left of events/ is an import too. Names that a room has of its own are let be."""
    own = names_defined_up_to(room)
    wrong = []
    for path in [path for path in OURS if path.parts[0] == room]:
        used = {(node.lineno, node.attr) for node in nodes(path, ast.Attribute)}
        used |= {(node.value.lineno, node.arg.split("__")[0]) for node in nodes(path, ast.keyword) if node.arg}
        foreign = {name: owner for name, owner in reverse_accessors().items() if owner in right_of(path)}
        wrong += [
            f"{path}:{line} reads {name} of {foreign[name]}" for line, name in used if name in foreign.keys() - own
        ]
    assert sorted(wrong) == []


def test_imports_stand_at_the_top():
    """Only `ready()` of an app may import, which Django asks for, and a line that says why: `# here because ...`."""
    wrong = []
    for path in [path for path in PYTHON if path.parts[0] in [*HOUSE, "tests", "setup"]]:
        for function in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
            if path.name == "apps.py" and function.name == "ready":
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    line = text_of(path).splitlines()[node.lineno - 1]
                    if "# here because " not in line:
                        wrong.append(f"{path}:{node.lineno}")
    assert wrong == []


# --- Names and sizes


def test_no_file_has_a_name_that_says_nothing():
    assert [str(path) for path in OURS if VAGUE_NAMES & {path.stem, *path.parts[:-1]}] == []


def test_files_are_short():
    assert [str(path) for path in PYTHON if len(text_of(path).splitlines()) > FILE_LINES] == []


def test_functions_are_short():
    long = [
        f"{path}:{node.name}"
        for path in PYTHON
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert [function for function in long if function not in LONG_FUNCTIONS] == []


def test_templates_are_short():
    assert [str(path) for path in TEMPLATES if len(text_of(path).splitlines()) > TEMPLATE_LINES] == []


# --- Templates


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_compiles(path):
    engines["django"].get_template(str(path.relative_to("templates")))


def stream_blocks():
    """Every block of every StreamField in our rooms, as (class name, block), however deep."""

    def descend(block, seen):
        if id(block) in seen:
            return
        seen.add(id(block))
        yield block
        children = []
        if isinstance(block, BaseStreamBlock | BaseStructBlock):
            children = block.child_blocks.values()
        elif isinstance(block, ListBlock):
            children = [block.child_block]
        for child in children:
            yield from descend(child, seen)

    seen = set()
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, StreamField) and model._meta.app_label in ROOMS:
                yield from descend(field.stream_block, seen)


def test_every_block_s_template_loads():
    templates = {block.meta.template for block in stream_blocks() if getattr(block.meta, "template", None)}
    templates |= {
        block.meta.preview_template for block in stream_blocks() if getattr(block.meta, "preview_template", None)
    }
    assert templates
    for template in sorted(templates):
        get_template(template)


# --- Models


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", apps.get_models(include_auto_created=True), ids=lambda model: model._meta.label)
def test_model_says_what_personal_data_it_holds(model):
    privacy = registry.classified(model)
    assert isinstance(privacy, Privacy)
    if not model._meta.auto_created:
        names = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}
        assert {*privacy.personal, *privacy.special, *privacy.not_personal} <= names
    if model._meta.app_label in ROOMS:
        assert registry.unsaid_fields(model) == []
    assert bool(privacy.purpose and privacy.kept) == privacy.holds_personal_data


# --- What the project says


FORBIDDEN = [
    r"files\.python" + r"hosted|py" + r"pi\.org|registry\.npm" + r"js|deb\.deb" + r"ian",
    r"\.\./sha" + r"red",
    r"(?<![\w/.])/(wo" + r"rk|ro" + r"ot)/",
    r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
]


def test_nothing_names_a_registry_or_a_path_of_one_machine():
    wrong = []
    for path in tracked():
        if path.suffix in {".png", ".jpg", ".pdf", ".ico", ".webp", ".mp4", ".woff2", ".mo"}:
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            wrong += [f"{path}:{number}: {line.strip()[:80]}" for pattern in FORBIDDEN if re.search(pattern, line)]
    assert wrong == []


def settings_read():
    """The names that ppi_site/settings.py reads from the environment."""
    for call in nodes(Path("ppi_site/settings.py"), ast.Call):
        function = call.func
        reads = isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "env"
        if (reads or getattr(function, "id", "") == "secret") and call.args and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value


def test_readme_lists_every_setting_and_no_other():
    table = text_of(Path("README.md")).partition("### Settings")[2].partition("\n#")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == set(settings_read())


def test_readme_lists_every_room():
    table = text_of(Path("README.md")).partition("## The rooms")[2].partition("\n## ")[0]
    assert set(HOUSE) <= set(re.findall(r"`(\w+)/`", table))


def test_commands_stand_in_the_readme():
    commands = set(re.findall(r"^([a-z-]+):.*## ", text_of(Path("Makefile")), re.MULTILINE))
    assert {f"make {name}" for name in commands} <= set(re.findall(r"make [a-z-]+", text_of(Path("README.md"))))


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-node"])
def test_every_requirement_is_pinned_and_says_why(name):
    lines = [line for line in text_of(Path(f"{name}.in")).splitlines() if line and line[0] not in "#-"]
    assert [line for line in lines if "#" not in line] == []
    asked = {re.match(r"[\w.-]+", line)[0].lower() for line in lines}
    pinned = set(re.findall(r"^([\w.-]+)(?=\[|==)", text_of(Path(f"{name}.txt")).lower(), re.MULTILINE))
    assert asked <= pinned


def test_versions_agree():
    version = tomllib.loads(text_of(Path("pyproject.toml")))["project"]["version"]
    newest = re.search(r"^## (\d\S*)", text_of(Path("CHANGELOG.md")), re.MULTILINE)[1]
    assert version == newest


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in tracked("docs/decisions/[0-9]*.md")]
    assert numbers
    assert all(after == before + 1 for before, after in pairwise(numbers))

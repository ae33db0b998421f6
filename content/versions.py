"""
What changed from version to version of the questions of a page, and where the meaning stood.

The unit is the block that an officer edits: a question with its follow-ups, or a grid with its statements. Its meaning
stands from one version to the next where nothing of it changed, or where an officer said so (`content.versioning`);
otherwise it changed, which is the safe guess. Whom it is asked, its short name and its place are no part of it.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from content.models import QuestionSet, QuestionWording, StandingMeaning, main_locale
from content.presentations import STANDARD
from content.questions import TYPES

NO_MEANING = ("id", "short_name", "optional", "about_you", "when", "options", "rows")
ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Change:
    """What became of one block: `lines` say it in words, `stands` whether its meaning is what it was."""

    id: str
    short_name: str
    title: str
    kind: str
    lines: tuple = ()
    stands: bool = False

    @property
    def is_judged(self):
        """Whether an officer has something to say of it."""
        return self.kind == CHANGED


@dataclass(frozen=True)
class Version:
    question_set: QuestionSet
    words: dict  # the standard words of the main language; {} where they are not known
    standing: frozenset  # ids of the blocks of which an officer said that the meaning stood

    @property
    def number(self):
        return self.question_set.version

    @cached_property
    def blocks(self):
        return {item["id"]: item for item in self.question_set.definition if item["type"] in TYPES}

    def title(self, id):
        return self.words.get(id, "")


def of(page_id):
    """Every version of the questions of a page, the first one first. What was only tried out is none."""
    sets = list(QuestionSet.objects.filter(page_id=page_id, is_trial=False).order_by("version"))
    wordings = QuestionWording.objects.filter(
        question_set__page=page_id, locale=main_locale(), presentation=STANDARD
    ).order_by("created_at", "pk")
    words = {wording.question_set_id: wording.words for wording in wordings}
    standing = _standing(page_id) if len(sets) > 1 else {}
    return [Version(each, words.get(each.pk, {}), frozenset(standing.get(each.pk, ()))) for each in sets]


def _standing(page_id):
    found = defaultdict(set)
    for judged in StandingMeaning.objects.filter(question_set__page=page_id):
        found[judged.question_set_id].add(judged.block)
    return found


def history(versions):
    """Pairs of a version and its changes from those before it, the newest first. The first one changed nothing."""
    found = [(version, changes(versions[:number], version)) for number, version in enumerate(versions)]
    return found[::-1]


def changes(earlier, version):
    """What a version changed, in its order: each block beside the last of the `earlier` versions that asked it."""
    if not earlier:
        return []
    found = [change for id in version.blocks if (change := _change(id, earlier, version))]
    gone = [id for id in earlier[-1].blocks if id not in version.blocks]
    return found + [_as_change(id, earlier[-1], REMOVED) for id in gone]


def _change(id, earlier, version):
    before = next((each for each in reversed(earlier) if id in each.blocks), None)
    if before is None:
        return _as_change(id, version, ADDED)
    lines = _differences(id, before, version)
    return _as_change(id, version, CHANGED, tuple(lines), id in version.standing) if lines else None


def _as_change(id, version, kind, lines=(), stands=False):
    return Change(id, version.blocks[id]["short_name"], version.title(id), kind, lines, stands)


def _differences(id, before, after):
    """What differs in a block between two versions, as sentences; [] where its meaning must be the same."""
    lines = []
    if before.words and after.words:
        lines += _other_words(_words(id, before), _words(id, after))
    if _facts(before.blocks[id]) != _facts(after.blocks[id]):
        lines.append(_("Other answers may be given."))
    return lines


def _words(id, version):
    return {key: text for key, text in version.words.items() if key == id or key.startswith(f"{id}.")}


def _other_words(before, after):
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        if old and new and old != new:
            yield _("“%(before)s” became “%(after)s”") % {"before": old, "after": new}
        elif new and not old:
            yield _("New: “%s”") % new
        elif old and not new:
            yield _("Gone: “%s”") % old


def _facts(item):
    """What gives an answer its meaning beside the words. In which order answers stand is no part of it."""
    facts = {name: value for name, value in item.items() if name not in NO_MEANING}
    options = sorted(
        (each["id"], each.get("exclusive", False)) for each in [*item.get("options", []), *item.get("rows", [])]
    )
    return facts | {"options": options}


def groups(versions):
    """
    {id of a block: [[version, ...], ...]}: within a list its meaning stood, the first list is the oldest.

    Every version that asks the block is in one of its lists.
    """
    found = defaultdict(list)
    for number, version in enumerate(versions):
        for id in version.blocks:
            change = _change(id, versions[:number], version) if found[id] else None
            if not found[id] or (change and not change.stands):
                found[id].append([])
            found[id][-1].append(version)
    return dict(found)

"""
The four words by which somebody withdraws their answers (docs/decisions/0045).

They are worked out from the key of the draft with `LINK_KEY`, which is not in the database, so the confirmation shows
them for as long as the browser holds that key, and nobody keeps them. Beside the answers stands a keyed hash of them.
"""

import re
from difflib import get_close_matches
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.ids import keyed_hash

NUMBER, BITS = 4, 10
# Of 1,024 words: common, 4 to 8 letters, none that sounds like another, is one letter from another, or begins another.
WORDS = tuple((Path(__file__).parent / "words" / "english.txt").read_text().split())


def of(key):
    """The four words of a draft's key, with a space between them."""
    number = int(keyed_hash(key, purpose="four words"), 16)
    return " ".join(WORDS[(number >> BITS * place) % len(WORDS)] for place in range(NUMBER))


def hashed(words):
    """What is kept of four words, as `of` or `read` gives them."""
    return keyed_hash(words, purpose="withdraw")


def read(typed):
    """The words that somebody typed: in any case, with anything between them. Raises ValidationError."""
    words = re.findall(r"[^\W\d_]+", typed.lower())
    if len(words) != NUMBER:
        raise ValidationError(_("Enter four words, with a space between them"))
    if wrong := [word for word in words if word not in WORDS]:
        raise ValidationError(_misspelt(wrong[0]))
    return " ".join(words)


def _misspelt(word):
    if close := get_close_matches(word, WORDS, n=1):
        return _("Check the spelling of “%(word)s”: it may be “%(close)s”") % {"word": word, "close": close[0]}
    return _("Check the spelling of “%(word)s”: it is not one of the words that we use") % {"word": word}

"""
The equality questions as a definition like those of a form, so that one rule decides what is shown (content.questions).

Wording and order are those of the sources in `equality_lists`. Each can be left out and each offers "Prefer not to
say". Who says that they are under 16 is not asked what is for people of 16 or over. "Other" asks for no more words:
nobody would read them, since only totals are seen (docs/decisions/0046).
"""

from django.utils.translation import gettext_lazy as _

from content.questions import TYPES, every
from content.questions.rule import when_chosen
from feedback import equality_lists as lists
from feedback.distributions import Distribution, Row

DEFINITION, _WORDS = [], {}


def _ask(id, question, choices, *, hint="", several=False, when=None):
    """Add a question. `when` is its condition; "none" among several answers excludes the others."""
    options = [{"id": code, "follow_up": False, "exclusive": several and code == "none"} for code, _label in choices()]
    kind = {"type": "several_choices" if several else "single_choice", "id": id, "short_name": id}
    rules = {"optional": True, "about_you": False, "prefer_not": True, **({"when": when} if when else {})}
    DEFINITION.append(kind | {"options": options} | rules)
    _WORDS.update({id: question, f"{id}.hint": hint} | {f"{id}.{code}": label for code, label in choices()})


ADULT = [{"match": "all", "tests": [{"question": "age", "test": "is_not", "value": "under_16"}]}]
_ask("age", _("How old are you?"), lists.AGE)
_ask("sex", _("What is your sex?"), lists.SEX)
_ask(
    "gender",
    _("Is the gender you identify with the same as your sex registered at birth?"),
    lists.YES_NO,
    when=ADULT,
)
_ask(
    "orientation",
    _("Which of the following best describes your sexual orientation?"),
    lists.ORIENTATION,
    when=ADULT,
)
_ask(
    "condition",
    _("Do you have any physical or mental health conditions or illness lasting or expected to last 12 months or more?"),
    lists.YES_NO,
)
_ask(
    "limited",
    _("Do any of your conditions or illnesses reduce your ability to carry out day to day activities?"),
    lists.LIMITED,
    when=when_chosen("condition", "yes"),
)
_ask(
    "areas",
    _("Do any of your conditions or illnesses affect you in any of these areas?"),
    lists.AREAS,
    hint=_("Select all that apply."),
    several=True,
    when=when_chosen("condition", "yes"),
)
_ask("ethnic_group", _("What is your ethnic group?"), lists.ETHNIC_GROUP)
for _group, _question in {
    "white": _("Which of the following best describes your White background?"),
    "mixed": _("Which of the following best describes your Mixed or Multiple ethnic groups background?"),
    "asian": _("Which of the following best describes your Asian or Asian British background?"),
    "black": _("Which of the following best describes your Black, Black British, Caribbean or African background?"),
    "other": _("Which of the following best describes your background?"),
}.items():
    _ask(f"ethnic_{_group}", _question, lists.BACKGROUNDS[_group], when=when_chosen("ethnic_group", _group))
_ask("religion", _("What is your religion?"), lists.RELIGION)
_ask(
    "partnership",
    _("What is your legal marital or registered civil partnership status?"),
    lists.PARTNERSHIP,
    when=ADULT,
)
_ask(
    "care",
    _("Do you look after, or give any help or support to, anyone?"),
    lists.CARE,
    hint=_(
        "Because they have long-term physical or mental health conditions or illnesses, "
        "or problems related to old age. Leave out anything that is paid work."
    ),
)
_ask("pregnancy", _("Are you pregnant, or have you given birth in the last 26 weeks?"), lists.YES_NO)


def words():
    """Every wording by its key, in the active language."""
    return {key: str(text) for key, text in _WORDS.items() if text}


def distributions(rows):
    """
    How the answers to each question are spread, given what was kept of each person.

    Every table is of all people: who was not asked a question stands with those who left it out. So two tables never
    differ by the few who were asked.
    """
    known = words()
    return [_distribution(question, known, [row.get(question["id"]) for row in rows]) for question in every(DEFINITION)]


def _distribution(question, known, answers):
    given = [answer if isinstance(answer, list) else [answer] for answer in answers if answer is not None]
    choices = TYPES[question["type"]].choices(question, known)
    return Distribution(
        short_name=question["short_name"],
        title=known[question["id"]],
        kind=question["type"],
        rows=tuple(
            Row(each.code, str(each.label), sum(each.value in answer for answer in given), alone=each.alone)
            for each in choices
        ),
        answered=len(given),
        missing=len(answers) - len(given),
    )

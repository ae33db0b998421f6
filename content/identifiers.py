"""
What in a text may say who somebody is or how they are paid, found by its shape and by names that are known.

A find is likely and never certain, so it warns and a person decides: 9 of 100 numbers with ten digits pass as an NHS
number. Only bank details are refused, by `refuse_bank_details`: the site never keeps them.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    NAME = "name", _("a name")
    EMAIL = "email", _("an email address")
    TELEPHONE = "telephone", _("a telephone number")
    POSTCODE = "postcode", _("a postcode")
    NHS_NUMBER = "nhs_number", _("an NHS number")
    DATE_OF_BIRTH = "date_of_birth", _("a date of birth")
    INSURANCE_NUMBER = "insurance_number", _("a National Insurance number")
    BANK = "bank", _("bank details")


# What stands in place of each when it is taken out.
TOKENS = {
    Kind.NAME: _("[name]"),
    Kind.EMAIL: _("[email address]"),
    Kind.TELEPHONE: _("[telephone number]"),
    Kind.POSTCODE: _("[postcode]"),
    Kind.NHS_NUMBER: _("[NHS number]"),
    Kind.DATE_OF_BIRTH: _("[date of birth]"),
    Kind.INSURANCE_NUMBER: _("[National Insurance number]"),
    Kind.BANK: _("[bank details]"),
}


@dataclass(frozen=True)
class Found:
    """`text` is what stands from `start` to `end`, character offsets, the end exclusive."""

    kind: Kind
    text: str
    start: int
    end: int


SHORTEST_NAME = 3  # letters: a part of a name that is shorter is a word too often
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Nurse|Sister)\.? [A-Z][\w'’-]+")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
TELEPHONE = re.compile(r"(?<!\d)(?:(?:\+|00)44[\s().-]*(?:0[\s().-]*)?|\(?0)(?:\d[\s().-]{0,2}){8,9}\d(?!\d)")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
# However they are grouped. Looked ahead for, so that a number just before does not swallow the first digits.
TEN_DIGITS = re.compile(r"(?<!\d)(?=(\d(?:[\s.–-]?\d){9})(?!\d))")
MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"(?<!\d)(?:{DAY}[\s-](?:of\s)?(?:{MONTH}),?[\s-]\d{{4}}|\b(?:{MONTH})\s{DAY},?\s\d{{4}}"
    r"|(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)",
    re.IGNORECASE,
)
BORN = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b|geni|ganwyd|ganed)\b[^.!?\n]{0,30}$", re.IGNORECASE)
YOUNGEST = 10  # years: a date that is longer ago is rather somebody's birth than an appointment
INSURANCE_NUMBER = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?(?:\d{2} ?){3}[A-D]\b", re.IGNORECASE)
SORT_CODE = re.compile(r"(?<![\d/.-])\d{2}([ .–-])\d{2}\1\d{2}(?![\d/.-]*\d)")
ACCOUNT_NUMBER = re.compile(r"(?<!\d)\d{8}(?!\d)")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")


def finder(names=()):
    """
    A function from a text to a list of Found, in order and apart. `names` are full names of people who may be in it.
    """
    named = _pattern_of(names)

    def find(text):
        spans = [(kind, *match.span()) for kind, pattern in SHAPES for match in pattern.finditer(text)]
        spans += [(Kind.NHS_NUMBER, *each.span(1)) for each in TEN_DIGITS.finditer(text) if _may_be_nhs(each[1])]
        spans += [(Kind.DATE_OF_BIRTH, *each.span()) for each in DATE.finditer(text) if _may_be_birth(each, text)]
        spans += [(Kind.BANK, *match.span()) for match in _bank_details(text)]
        spans += [(Kind.NAME, *match.span()) for match in named.finditer(text)] if named else []
        return [Found(kind, text[start:end], start, end) for kind, start, end in _apart(spans)]

    return find


def masked(text, found):
    """The text with a token in place of each Found, of which none overlaps another."""
    for each in sorted(found, key=lambda each: each.start, reverse=True):
        text = text[: each.start] + str(TOKENS[each.kind]) + text[each.end :]
    return text


def bank_details(text):
    """What looks like a sort code, an account, a card or an international number (IBAN)."""
    return [match[0] for match in _bank_details(text)]


def _bank_details(text):
    found = [match for pattern in (SORT_CODE, ACCOUNT_NUMBER, IBAN) for match in pattern.finditer(text)]
    return found + [match for match in CARD.finditer(text) if _is_card(_digits(match[0]))]


def _apart(spans):
    """What overlaps is one find of the kind that is longest, from the first character of all to the last."""
    kept = []
    for kind, start, end in sorted(spans, key=lambda span: (span[1], -span[2])):
        if not kept or start >= kept[-1][2]:
            kept.append((kind, start, end))
        elif end > kept[-1][2]:
            before, first, last = kept.pop()
            kept.append((kind if end - start > last - first else before, first, end))
    return kept


def refuse_bank_details(text):
    """A validator of a field in words. Raises ValidationError (bank)."""
    if bank_details(text):
        raise ValidationError(
            _(
                "Enter this without bank details. We never keep them here. "
                "If it is a date, write the month as a word. If it is a long number, leave it out."
            ),
            code="bank",
        )


SHAPES = (
    (Kind.NAME, TITLED),
    (Kind.EMAIL, EMAIL),
    (Kind.TELEPHONE, TELEPHONE),
    (Kind.POSTCODE, POSTCODE),
    (Kind.INSURANCE_NUMBER, INSURANCE_NUMBER),
)


def _pattern_of(names):
    """Whole names in any case, and their parts as names are written: "may" is a word where "May" may be somebody."""
    whole = {" ".join(name.split()) for name in names if name.strip()}
    parts = {part for name in whole for part in re.split(r"[\s.]+", name) if len(part) >= SHORTEST_NAME}
    parts = {part[0].upper() + part[1:] for part in parts}
    ways = [f"(?i:{re.escape(name)})" for name in sorted(whole, key=len, reverse=True) if " " in name]
    ways += [re.escape(part) for part in sorted(parts, key=len, reverse=True)]
    return re.compile(rf"\b(?:{'|'.join(ways)})\b") if ways else None


def _digits(text):
    return [int(letter) for letter in text if letter.isdecimal()]


def _may_be_nhs(text):
    """Modulus 11 with weights 10 to 2; a number of equal digits is nobody's."""
    *first, last = _digits(text)
    rest = 11 - sum(digit * weight for digit, weight in zip(first, range(10, 1, -1), strict=True)) % 11
    return rest % 11 == last and len({*first, last}) > 1


def _may_be_birth(match, text):
    """Told to be one just before, or so long ago that it is hardly anything else."""
    year = int(re.search(r"\d{4}|\d{2}$", match[0])[0])
    this_year = timezone.localdate().year
    if year < 100:
        year += 2000 if year <= this_year % 100 else 1900
    return bool(BORN.search(text, max(match.start() - 60, 0), match.start())) or year <= this_year - YOUNGEST


def _is_card(digits):
    """The check that all payment cards pass (Luhn, ISO/IEC 7812)."""
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return len({*digits}) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0

"""
What in a text may say who somebody is or how they are paid, found by its shape and by names that are known.

A find is likely and never certain, so it warns and a person decides: 9 of 100 numbers with ten digits pass as an NHS
number. Only bank details are refused, by `refuse_bank_details`: the site never keeps them.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    NAME = "name", _("a name")
    EMAIL = "email", _("an email address")
    TELEPHONE = "telephone", _("a telephone number")
    POSTCODE = "postcode", _("a postcode")
    NHS_NUMBER = "nhs_number", _("an NHS number")
    INSURANCE_NUMBER = "insurance_number", _("a National Insurance number")
    BANK = "bank", _("bank details")


@dataclass(frozen=True)
class Found:
    kind: Kind
    text: str


SHORTEST_NAME = 3  # letters: a part of a name that is shorter is a word too often
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Nurse|Sister)\.? [A-Z][\w'’-]+")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
TELEPHONE = re.compile(r"(?<!\d)(?:\+44[\s().-]*|0)(?:\d[\s().-]?){8,9}\d(?!\d)")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
INSURANCE_NUMBER = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?(?:\d{2} ?){3}[A-D]\b", re.IGNORECASE)
SORT_CODE = re.compile(r"(?<![\d/.-])\d{2}([ .–-])\d{2}\1\d{2}(?![\d/.-]*\d)")
ACCOUNT_NUMBER = re.compile(r"(?<!\d)\d{8}(?!\d)")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")


def finder(names=()):
    """A function from a text to a list of Found. `names` are full names of people who may be named in it."""
    named = _pattern_of(names)

    def find(text):
        found = [Found(kind, match[0].strip()) for kind, pattern in SHAPES for match in pattern.finditer(text)]
        found += [Found(Kind.NHS_NUMBER, match[0]) for match in TEN_DIGITS.finditer(text) if _may_be_nhs(match[0])]
        found += [Found(Kind.BANK, each) for each in bank_details(text)]
        return found + [Found(Kind.NAME, match[0]) for match in named.finditer(text)] if named else found

    return find


def bank_details(text):
    """What looks like a sort code, an account, a card or an international number (IBAN)."""
    found = [match[0] for pattern in (SORT_CODE, ACCOUNT_NUMBER, IBAN) for match in pattern.finditer(text)]
    return found + [match[0] for match in CARD.finditer(text) if _is_card(_digits(match[0]))]


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


def _is_card(digits):
    """The check that all payment cards pass (Luhn, ISO/IEC 7812)."""
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return len({*digits}) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0

"""
What stands in the cells of a list of people, read as a booking needs it.

Each reader takes the text of a cell that is not empty, and raises ValidationError with what to write instead.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from content import forms
from events import booking_forms, needs
from events.models import AccessNeed, Companion, Membership
from events.models.dates import Mode

YES = {"yes", "y", "true", "1", "x", "agreed", "given", "ydw", "ie"}
NO = {"no", "n", "false", "0", "refused", "none", "nobody", "nothing", "n/a", "na", "-", "nil", "not applicable"}
LANGUAGES = {"en": "en", "english": "en", "saesneg": "en", "cy": "cy", "welsh": "cy", "cymraeg": "cy"}
MODES = {
    Mode.ONLINE: r"online|on-line|virtual|remote|zoom|teams|video|webinar|dial",
    Mode.IN_PERSON: r"person|face|venue|on ?-?site|room|physical|f2f",
}
ROLES = {
    Companion.Role.SUPPORT_WORKER: r"support worker|\bpa\b|personal assistant",
    Companion.Role.CARER: r"carer|wife|husband|partner|mother|father|mum|dad|parent|daughter|son|sister|brother|family",
}
# Words by which people ask for what they need, the more telling first. What is in none of them is "something else".
NEEDS = {
    "bsl": r"\bbsl\b|sign language|signer",
    "captions": r"caption|speech.to.text|sttr|palantyp|subtitle",
    "lipspeaker": r"lip ?-?(speak|read)",
    "hearing_loop": r"loop|hearing aid",
    "step_free": r"step.?free|wheel ?chair|ramp|\blift\b|level access|no stairs",
    "parking": r"parking|blue badge",
    "seat_with_arms": r"chair with arms|seat near|seat with",
    "large_print": r"large print|large font|\d+ ?(pt|point)\b",
    "easy_read": r"easy.?read",
    "braille": r"braille",
    "audio": r"audio",
    "paper_copies": r"(paper|hard|printed) cop|by post",
    "quiet_space": r"quiet|breaks?\b|rest",
    "extra_time": r"extra time|more time|in advance|beforehand",
    "language": r"interpreter|translat",
    "dietary": r"vegan|vegetarian|halal|kosher|gluten|dairy|lactose|nuts?\b|allerg|diet|coeliac|pescatarian",
    "travel": r"travel|taxi|transport|lift from",
    "care": r"child ?care|care cost|cost of care|respite",
    "online_help": r"help (to join|with (zoom|teams|joining))",
}
# What ticket sites and lists write of somebody who no longer comes. Everything else is no reason to leave anybody out.
GONE = r"cancel|\brefund|delet|not attending|not coming|no longer|transferred|withdr[ae]w|declined|^(left|former)\b"
Role = Membership.Role
OFFICES = {"chair": Role.CHAIR, "chairperson": Role.CHAIR, "carer rep": Role.CARER_REPRESENTATIVE}
DAYS = ["%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y"]


def is_readable(reader, text):
    try:
        reader(text)
    except ValidationError:
        return False
    return True


def _is_no(text):
    return text.lower().strip(" .") in NO


def email(text):
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValidationError(_("write an e-mail address like name@example.com")) from error
    return text


def telephone(text):
    """A number as it was typed. The first zero, which spreadsheets drop from what looks like a number, comes back."""
    if re.fullmatch(r"[1-357-9]\d{8,9}", text):  # the digits of a number in the United Kingdom (Ofcom's plan)
        text = f"0{text}"
    elif re.fullmatch(r"44\d{9,10}", text):
        text = f"+{text}"
    try:
        forms.Telephone(required=False).run_validators(text)
    except ValidationError as error:
        raise ValidationError(_("write a telephone number like 01632 960 001")) from error
    return text


def yes_or_no(text):
    said = text.lower().strip(" .")
    if said in YES or said.startswith("yes"):
        return True
    if said in NO or said.startswith("no "):
        return False
    raise ValidationError(_("write yes or no"))


def language(text):
    if found := LANGUAGES.get(text.lower().strip()):
        return found
    raise ValidationError(_("write English or Welsh"))


def mode(text):
    found = [mode for mode, words in MODES.items() if re.search(words, text, re.IGNORECASE)]
    if len(found) == 1:
        return found[0]
    raise ValidationError(_("write In person or Online"))


def comes(text):
    """Whether somebody still comes, from the status of their order or ticket."""
    return not re.search(GONE, text, re.IGNORECASE)


def role(text):
    said = text.lower().strip(" .")
    offices = OFFICES | {each.label.lower(): each for each in Role}
    if said in offices:
        return offices[said]
    raise ValidationError(_("write Member, Chair or Carer representative"))


def any_day(text):
    """The day of a moment, with the day before the month as in the United Kingdom."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)
    plain = re.sub(r"[T ,]+\d{1,2}[:.]\d\d.*$", "", plain).replace(",", "")
    for pattern in DAYS:
        try:
            return datetime.datetime.strptime(plain, pattern).date()
        except ValueError:
            continue
    raise ValidationError(_("write a day like 31/10/2026"))


def day(text):
    """A day that is not still to come."""
    if (found := any_day(text)) > timezone.localdate():
        raise ValidationError(_("this day is still to come"))
    return found


def last_day(text):
    """The last day of a term that goes on."""
    if (found := any_day(text)) <= timezone.localdate():
        raise ValidationError(_("this term is over, so write a day after today or leave it empty"))
    return found


def companions(text):
    """Unsaved Companions, from a number ("2"), names ("Tom Doe, Ann (support worker)"), or yes and no."""
    if _is_no(text):
        return []
    if text.isdecimal():
        found = [Companion(role=Companion.Role.COMPANION) for _each in range(min(int(text), 100))]
    elif text.lower() in YES:
        found = [Companion(role=Companion.Role.COMPANION)]
    else:
        found = [_companion(part) for part in re.split(r"[,;\n]|\band\b|&", text) if part.strip()]
    if len(found) > booking_forms.MOST_COMPANIONS:
        raise ValidationError(
            _("at most %(most)s people can come along in one booking") % {"most": booking_forms.MOST_COMPANIONS}
        )
    return found


def _companion(text):
    roles = [role for role, words in ROLES.items() if re.search(words, text, re.IGNORECASE)]
    name = re.sub(r"\([^)]*\)", "", text).strip()
    if roles and re.fullmatch(rf"(my |a |one |her |his |their )?({ROLES[roles[0]]})", name, re.IGNORECASE):
        name = ""
    return Companion(name=name[:120], role=roles[0] if roles else Companion.Role.COMPANION)


def needed(text):
    """Unsaved AccessNeeds: a known word is its need, all others are "something else" in these words."""
    found = {}
    for part in re.split(r"[,;\n]", text):
        part = part.strip(" .")
        if part and not _is_no(part):
            code = next((code for code, words in NEEDS.items() if re.search(words, part, re.IGNORECASE)), None)
            found.setdefault(code or "something_else", []).append(part)
    rows = [AccessNeed(code=code, detail=_detail(code, parts)) for code, parts in found.items()]
    if any(len(row.detail) > 500 for row in rows):
        raise ValidationError(_("write what they need in 500 characters or fewer"))
    return rows


def _detail(code, parts):
    """What they wrote, unless it is no more than the name of the need."""
    is_plain = code not in needs.QUESTIONS and all(len(part) < 25 for part in parts)
    return "" if is_plain else "; ".join(parts)

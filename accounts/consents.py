"""Writing the consent ledger: each decision is a new row with the exact words that were shown."""

from django.db.models import Max

from accounts.models import ConsentRecord, ConsentWording
from accounts.models.consents import Purpose

Decision = ConsentRecord.Decision
Method = ConsentRecord.Method

__all__ = ["Decision", "Method", "Purpose", "current", "record", "wording"]


def wording(purpose, language, text):
    """The row of exactly these words, made as the next version when they are new."""
    words = ConsentWording.objects.filter(purpose=purpose, language=language)
    if found := words.filter(text=text).first():
        return found
    version = (words.aggregate(last=Max("version"))["last"] or 0) + 1
    return ConsentWording.objects.get_or_create(
        purpose=purpose, language=language, version=version, defaults={"text": text}
    )[0]


# How an officer comes to know what somebody decides: pairs of value and label.
TAKEN_DOWN = [(method.value, method.label) for method in (Method.TELEPHONE, Method.PAPER, Method.IN_PERSON)]


def record(*, person, purpose, decision, text, method=Method.WEB, by=None, on_behalf="", evidence="", given_on=None):
    """
    Append a person's decision on a purpose. `text` is what they were told, in their language.

    `evidence` and `given_on` (a day) say where and when it was given, for what somebody else took down before us.
    """
    return ConsentRecord.objects.create(
        subject=person.subject,
        purpose=purpose,
        decision=decision,
        method=method,
        wording=wording(purpose, person.language, text),
        captured_by=by if by is not None and by.is_authenticated else None,
        on_behalf=on_behalf,
        evidence=evidence,
        given_on=given_on,
    )


def current(person, purpose):
    """The decision that holds now, or "" when the person was never asked."""
    latest = ConsentRecord.objects.filter(subject=person.subject, purpose=purpose).first()
    return latest.decision if latest else ""

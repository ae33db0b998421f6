"""Who may be in a forum or on a date twice. A hint, told to nobody else: addresses are never unique."""

from collections import defaultdict

from django.db.models import Q


def twin_of(registration):
    """
    The earliest other live registration of its date in the same name with the same e-mail address or the same digits of
    the telephone number, or None. One query.
    """
    same = Q(email__iexact=registration.email) & ~Q(email="")
    if number := registration.telephone.strip():
        same |= Q(telephone__endswith=number[-1])  # only to read fewer rows: `_marks` compares all digits
    marks = set(_marks_of(registration))
    others = registration.date.registrations.live().filter(same).exclude(pk=registration.pk)
    others = others.only("name", "email", "telephone").order_by("pk")
    return next((other for other in others if marks & set(_marks_of(other))), None)


def _marks_of(registration):
    return _marks(None, registration.name, registration.email, registration.telephone)


def of_forum(forum):
    """
    Ids of the memberships that have not ended and look like another one: the same person, or the same name with the
    same e-mail address or the same digits of the telephone number.
    """
    rows = forum.memberships.not_ended().values_list("pk", "person_id", "name", "email", "telephone")
    by_mark = defaultdict(set)
    for pk, person, name, email, telephone in rows:
        for mark in _marks(person, name, email, telephone):
            by_mark[mark].add(pk)
    return {pk for pks in by_mark.values() if len(pks) > 1 for pk in pks}


def _marks(person, name, email, telephone):
    name, email = " ".join(name.casefold().split()), email.casefold()
    digits = "".join(character for character in telephone if character.isdigit())
    if person:
        yield "person", person
    if email:
        yield name, email
    if digits:
        yield name, digits

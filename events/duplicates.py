"""Who may be in a forum twice. A hint for officers, told to nobody else: addresses are never unique."""

from collections import defaultdict


def of_forum(forum):
    """
    Ids of the memberships that have not ended and look like another one: the same person, or the same name with the
    same e-mail address or the same digits of the telephone number.
    """
    rows = forum.memberships.not_ended().values_list("pk", "person_id", "name", "email", "telephone")
    by_mark = defaultdict(set)
    for pk, person, name, email, telephone in rows:
        for mark in _marks(person, " ".join(name.casefold().split()), email.casefold(), telephone):
            by_mark[mark].add(pk)
    return {pk for pks in by_mark.values() if len(pks) > 1 for pk in pks}


def _marks(person, name, email, telephone):
    digits = "".join(character for character in telephone if character.isdigit())
    if person:
        yield "person", person
    if email:
        yield name, email
    if digits:
        yield name, digits

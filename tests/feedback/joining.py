"""
All that can be joined: does anything lead from one side of an anonymous survey to the other?

Every row of the database that names somebody who was asked is held against every row that names an answer, column by
column, with what the database itself keeps beside a row: by what is equal, by what is nearest, by what comes first.
"""

import re
from bisect import bisect
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from itertools import product

from django.apps import apps
from django.db import connection

from feedback.models import Comment, Invitation, Response

BEYOND_CHANCE = 10  # so many right guesses come by chance once in ten million tries
HIDDEN = {"postgresql": "xmin::text::bigint, xmax::text::bigint, ctid::text", "sqlite": "rowid AS row"}


class Side:
    """The people who were asked, or the answers that were given: which of them does a row name?"""

    def __init__(self, *, rows, texts):
        self.rows = rows  # (table, number) -> who
        self.texts = texts  # public id, address, or words -> who
        self.pattern = re.compile("|".join(map(re.escape, texts)))
        tables = {table for table, _number in rows}
        self.keys = {
            (model._meta.db_table, field.column): field.related_model._meta.db_table
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model._meta.db_table in tables
        }

    def named_in(self, text):
        return {self.texts[found] for found in self.pattern.findall(text)}

    def named_by(self, table, row):
        """Who is named by a row: it is theirs, it has a key to theirs, or their public id stands in it."""
        keys = {(self.keys.get((table, column)), value) for column, value in row.items()} | {(table, row.get("id"))}
        return {self.rows[key] for key in keys & self.rows.keys()} | self.named_in(" ".join(map(str, row.values())))

    def clues(self, database):
        """{(table, column, which of their rows): {who: value}}."""
        found, number = defaultdict(dict), defaultdict(int)
        for table, row in database:
            named = self.named_by(table, row)
            if len(named) != 1:
                continue
            (who,) = named
            number[table, who] += 1
            for column, value in row.items():
                if value is not None:
                    found[table, column, number[table, who]][who] = comparable(value)
        return {name: clue for name, clue in found.items() if len(set(clue.values())) > 1}


def database():
    """Every row of every table with what the database keeps beside it, as it lies there."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if "_fts" not in table:  # the words of pages
                cursor.execute(f'SELECT {HIDDEN[connection.vendor]}, * FROM "{table}"')
                columns = [column[0] for column in cursor.description]
                for row in cursor.fetchall():
                    yield table, dict(zip(columns, row, strict=True))


def comparable(value):
    """Numbers, times and places in a file as a number; anything else as a text."""
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return float(value.toordinal())
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, str) and (place := re.fullmatch(r"\((\d+),(\d+)\)", value)):
        return int(place[1]) * 1e4 + int(place[2])
    return str(value)


def guesses(asked, given):
    """Each way to pair people and answers by one clue of each: {who: answer}."""
    yield {who: answer for who, value in asked.items() for answer, same in given.items() if value == same}
    if {type(value) for value in [*asked.values(), *given.values()]} == {float}:
        yield nearest(asked, given)
    if len(set(asked.values())) == len(asked) and len(set(given.values())) == len(given):
        first, then = sorted(asked, key=lambda who: str(asked[who])), sorted(given, key=lambda who: str(given[who]))
        if all(isinstance(value, float) for value in asked.values()):
            first = sorted(asked, key=asked.get)
        if all(isinstance(value, float) for value in given.values()):
            then = sorted(given, key=given.get)
        yield dict(zip(first, then, strict=False))
        yield dict(zip(first, reversed(then), strict=False))


def nearest(asked, given):
    ordered = sorted((value, answer) for answer, value in given.items())
    values = [value for value, _answer in ordered]
    found = {}
    for who, value in asked.items():
        place = bisect(values, value)
        around = ordered[max(place - 1, 0) : place + 1]
        found[who] = min(around, key=lambda pair: abs(pair[0] - value))[1]
    return found


def found(truth, pair=None):
    """
    What tells who gave which answer, `truth` being {invitation: response}: [] where nothing beats a guess.

    `pair` are the two sides where `truth` is of other rows.
    """
    asked, given = pair or sides(truth)
    rows = list(database())
    at_once = [(asked.named_by(*row), given.named_by(*row)) for row in rows]
    right = sum(truth.get(who) == answer for people, answers in at_once for who, answer in product(people, answers))
    tells = ["one row that names both"] if right >= BEYOND_CHANCE else []
    for (left, one), (right, other) in product(asked.clues(rows).items(), given.clues(rows).items()):
        best = max(sum(truth.get(who) == answer for who, answer in each.items()) for each in guesses(one, other))
        if best >= BEYOND_CHANCE:
            tells.append(f"{'.'.join(map(str, left))} and {'.'.join(map(str, right))}")
    return sorted(tells)


def sides(truth):
    invitations = Invitation.objects.filter(pk__in=truth).select_related("registration__person")
    rows, texts = {}, {}
    for each in invitations:
        for row in (each, each.registration, each.registration.person):
            rows[row._meta.db_table, row.pk] = texts[row.public_id] = each.pk
        texts[each.registration.person.email] = each.pk
    return Side(rows=rows, texts=texts), side_of(Response.objects.filter(pk__in=truth.values()))


def side_of(responses):
    texts = {response.public_id: response.pk for response in responses}
    texts |= {comment.text: comment.response_id for comment in Comment.objects.filter(response__in=responses)}
    return Side(rows={(Response._meta.db_table, each.pk): each.pk for each in responses}, texts=texts)

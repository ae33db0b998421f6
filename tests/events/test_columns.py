from datetime import date as day

import pytest
from django.core.exceptions import ValidationError

from events import cells, columns

# --- Columns


@pytest.mark.parametrize(
    ("header", "cells_of_a_row", "guessed"),
    [
        (
            ["Order #", "Order Date", "First Name", "Surname", "Email", "Quantity", "Ticket Type", "Attendee #"],
            ["1", "2026-05-03 14:05:00+01:00", "Ada", "Able", "ada@example.org", "1", "Online ticket", "2"],
            ["", "consent_day", "first_name", "last_name", "email", "", "mode", ""],
        ),
        (
            ["Name", "Email", "Order Status", "Attendee Status", "Attending"],
            ["Ada", "ada@example.org", "Refunded", "Not Attending", "Not Attending"],
            ["name", "email", "status", "status", ""],
        ),
        (
            ["Ticket Type", "Email"],
            ["General admission", "ada@example.org"],
            ["", "email"],
        ),
        (
            ["ID", "Start time", "Completion time", "Email", "Name", "Email address", "Do you have any access needs?"],
            ["1", "3/5/2026 14:01", "3/5/2026 14:05", "anonymous", "", "ada@example.org", "Hearing loop"],
            ["", "", "consent_day", "", "name", "email", "needs"],
        ),
        (
            ["Full name", "First name", "Telephone number", "Home address", "Postcode", "Notes", "Carer coming?"],
            ["Ada Able", "Ada", "01632 960001", "1 High Street", "ZX1 1EX", "By bus", "Yes"],
            ["name", "", "telephone", "address", "address", "message", "companions"],
        ),
    ],
)
def test_columns_are_guessed_from_their_names_and_values(header, cells_of_a_row, guessed):
    assert columns.guess(header, [[2, *cells_of_a_row]], to_forum=False) == guessed


def test_a_list_of_members_has_other_columns():
    header, row = ["Name", "Member since", "Dietary needs"], ["Ada", "3/5/2024", "Vegan"]
    assert columns.guess(header, [[2, *row]], to_forum=True) == ["name", "joined", ""]


def test_members_have_a_role_and_a_last_day_where_their_columns_say_so():
    header, row = ["Name", "Role", "Term ends on"], ["Ada", "Chair", "3/5/2020"]
    assert columns.guess(header, [[2, *row]], to_forum=True) == ["name", "role", "until"]
    assert columns.guess(header, [[2, *row]], to_forum=False) == ["name", "", ""]
    assert columns.guess(["Name", "Role"], [[2, "Ada", "Nurse"]], to_forum=True) == ["name", ""]


# --- Cells


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (cells.telephone, "1632960001", "01632960001"),
        (cells.telephone, "447700900982", "+447700900982"),
        (cells.telephone, "+44 (0)1632 960 001", "+44 (0)1632 960 001"),
        (cells.mode, "Joining by Zoom", "online"),
        (cells.mode, "Face-to-face", "in_person"),
        (cells.language, "Welsh", "cy"),
        (cells.yes_or_no, "Yes, I agree", True),
        (cells.yes_or_no, "FALSE", False),
        (cells.comes, "Attending", True),
        (cells.comes, "Checked In", True),
        (cells.comes, "Completed", True),
        (cells.comes, "Not Attending", False),
        (cells.comes, "Refunded", False),
        (cells.comes, "Free Order, Cancelled", False),
        (cells.comes, "Deleted", False),
        (cells.comes, "Transferred", False),
        (cells.role, "Chair", "chair"),
        (cells.role, "Carer rep.", "carer_representative"),
        (cells.role, "member", "member"),
        (cells.last_day, "3/5/2199", day(2199, 5, 3)),
        (cells.day, "3/5/2026", day(2026, 5, 3)),
        (cells.day, "2026-05-03T14:05:00Z", day(2026, 5, 3)),
        (cells.day, "3rd May 2026, 14:05", day(2026, 5, 3)),
    ],
)
def test_a_cell_is_read_as_people_write_it(reader, text, value):
    assert reader(text) == value


@pytest.mark.parametrize(
    ("reader", "text", "sentence"),
    [
        (cells.email, "ada@", "write an e-mail address like name@example.com"),
        (cells.telephone, "4.47E+11", "write a telephone number like 01632 960 001"),
        (cells.mode, "General admission", "write In person or Online"),
        (cells.mode, "Online or in person", "write In person or Online"),
        (cells.language, "Polish", "write English or Welsh"),
        (cells.yes_or_no, "perhaps", "write yes or no"),
        (cells.day, "10/25/2025", "write a day like 31/10/2026"),
        (cells.day, "3/5/2199", "this day is still to come"),
        (cells.role, "Vice chair", "write Member, Chair or Carer representative"),
        (cells.last_day, "3/5/2026", "this term is over, so write a day after today or leave it empty"),
        (cells.last_day, "soon", "write a day like 31/10/2026"),
        (cells.companions, "3", "at most 2 people can come along in one booking"),
    ],
)
def test_a_cell_that_says_nothing_clear_says_what_to_write(reader, text, sentence):
    with pytest.raises(ValidationError) as refused:
        reader(text)
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(
    ("text", "companions"),
    [
        ("0", []),
        ("None", []),
        ("2", [("", "companion"), ("", "companion")]),
        ("Yes", [("", "companion")]),
        ("Tom Doe (support worker) and Ann", [("Tom Doe", "support_worker"), ("Ann", "companion")]),
        ("my carer", [("", "carer")]),
    ],
)
def test_companions_are_a_number_or_names(text, companions):
    assert [(each.name, each.role) for each in cells.companions(text)] == companions


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("none", []),
        ("BSL interpreter; wheelchair user", [("bsl", ""), ("step_free", "")]),
        ("large print 18pt, vegan, no nuts", [("large_print", "large print 18pt"), ("dietary", "vegan; no nuts")]),
        ("A dog comes with me", [("something_else", "A dog comes with me")]),
    ],
)
def test_needs_in_words_become_needs_and_nothing_told_is_lost(text, needs):
    assert [(need.code, need.detail) for need in cells.needed(text)] == needs

"""
A real survey is rebuilt as a form and taken in as a file: every count is that of the data set itself.

It is Fair's survey of 6,366 people (Redbook, 1974) as statsmodels brings it, which says what its codes mean.
"""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from statsmodels.datasets import fair

from events import sheets
from feedback import analysis, codebook, frames, importing
from tests.factories.accounts import UserFactory
from tests.factories.content import option, questions
from tests.factories.feedback import SurveyFactory

pytestmark = pytest.mark.django_db
RELIGIOUS = ["Not", "Mildly", "Fairly", "Strongly"]
OCCUPATIONS = [
    "Student",
    "Farming, semi-skilled or unskilled",
    "White-collar",
    "Teacher, nurse, artist, technician or skilled",
    "Managerial, administrative or business",
    "Professional with advanced degree",
]


def number(name, question, decimals):
    return "number", name, {"question": question, "short_name": name, "minimum": 0, "decimals": decimals}


def choice(name, question, labels):
    options = [option(f"o{place}", label) for place, label in enumerate(labels)]
    return "single_choice", name, {"question": question, "short_name": name, "options": options}


def the_form():
    ends = {"highest": 5, "low_label": "Very poor", "high_label": "Very good"}
    rated = {"question": "How do you rate your marriage?", "short_name": "rate_marriage", **ends}
    return questions(
        ("section", "s1", {"title": "Your marriage", "text": ""}),
        ("rating", "rate_marriage", rated),
        number("age", "How old are you?", 1),
        number("yrs_married", "How many years are you married?", 1),
        number("children", "How many children do you have?", 1),
        choice("religious", "How religious are you?", RELIGIOUS),
        number("educ", "How many years of education do you have?", 0),
        choice("occupation", "What is your occupation?", OCCUPATIONS),
        choice("occupation_husb", "What is your husband’s occupation?", OCCUPATIONS),
        number("affairs", "How much time do you spend in affairs?", 7),
    )


@pytest.fixture
def data():
    return fair.load_pandas().data


@pytest.fixture
def survey(data):
    """The data set as a file, taken in as an officer does it."""
    survey, officer = SurveyFactory(page__questions=the_form(), safety_lead=None), UserFactory(officer=True)
    upload = SimpleUploadedFile("fair.csv", data.to_csv(index=False).encode())
    file = importing.bring_in(
        survey=survey,
        sheet=sheets.read(upload, importing.ANSWERS),
        file_name=upload.name,
        digest=importing.digest_of(upload),
        day=timezone.localdate(),
        by=officer,
    )
    assert importing.plan(file).faults == []
    importing.start(file=file, by=officer)
    importing.take_in.call(file.public_id)  # where the worker has not done so already
    file.refresh_from_db()
    assert (file.status, file.taken, file.rows) == ("done", len(data), [])
    return survey


def test_the_counts_are_those_of_the_data_set_for_every_variable(survey, data):
    book = codebook.of(survey)
    frame = frames.frame(survey, book)
    assert [question.short_name for question in book.closed] == list(data)
    assert {name: Counter(frame[name].to_list()) for name in data} == {
        name: Counter(data[name].to_list()) for name in data
    }
    assert frame.select(list(data)).rows() == [tuple(row) for row in data.to_numpy().tolist()]


def test_the_results_page_counts_the_same(survey, data):
    book = codebook.of(survey)
    frame = frames.frame(survey, book)
    spread = {question.short_name: analysis.distribution(frame, question) for question in book.closed}
    for name in ("rate_marriage", "religious", "occupation", "occupation_husb"):
        assert {row.code: row.count for row in spread[name].rows} == data[name].astype(int).value_counts().to_dict()
    assert {name: (each.answered, each.missing) for name, each in spread.items()} == dict.fromkeys(data, (6366, 0))

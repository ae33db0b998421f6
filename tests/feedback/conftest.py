"""What the tests of feedback share."""

import pytest
from wagtail.models import Locale

from tests.factories.feedback import (
    ResponseFactory,
    SurveyFactory,
)
from tests.factories.reviews import TechnologyPageFactory


@pytest.fixture
def survey():
    survey = SurveyFactory(page__topics=[TechnologyPageFactory(title="A scanner")])
    for place, number in (("hospital", 5), ("practice", 2)):
        ResponseFactory.create_batch(number, survey=survey, answers={"place": place, "fair": "agree", "ease": 7})
    return survey


@pytest.fixture
def survey_in_welsh():
    """A form whose first section is called something else in Welsh."""
    survey = SurveyFactory()
    translated = survey.page.copy_for_translation(Locale.objects.create(language_code="cy"), copy_parents=True)
    stream = translated.questions.get_prep_value()
    stream[0]["value"]["title"] = "Eich prawf diwethaf"
    translated.questions = stream
    translated.save_revision().publish()
    return survey

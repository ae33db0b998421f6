import pytest
from tests.factories import reviews as make
pytestmark = pytest.mark.django_db

def test_x(client):
    page = make.TechnologyPageFactory()
    make.MilestoneFactory(topic=page)
    assert page.url == "/reviews/" + page.slug + "/"

import pytest

from reviews import involvement


@pytest.fixture
def open_now():
    """What is open on topics, as a room to the right would say it: {topic id: [Opportunity]}, filled by the test."""
    said = {}

    def find(topic_ids, at):
        return [(topic_id, each) for topic_id in topic_ids for each in said.get(topic_id, [])]

    involvement.register(find)
    yield said
    involvement._finders.remove(find)

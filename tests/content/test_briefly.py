from itertools import count

import pytest

from content import briefly


@pytest.fixture
def keeping(settings):
    settings.PAGE_CACHE_SECONDS = 60


def counting():
    numbers = count(1)
    return briefly.kept(lambda *arguments: next(numbers))


def test_within_a_second_the_same_question_is_answered_from_memory(keeping):
    number = counting()
    assert [number("a"), number("a"), number("b")] == [1, 1, 2]


def test_after_a_second_it_is_asked_anew(keeping, monkeypatch):
    number, clock = counting(), iter([0, 0.9, 1.0])
    monkeypatch.setattr(briefly.time, "monotonic", lambda: next(clock))
    assert [number("a"), number("a"), number("a")] == [1, 1, 2]


def test_where_no_page_is_kept_nothing_is_kept(settings):
    settings.PAGE_CACHE_SECONDS = 0
    number = counting()
    assert [number("a"), number("a")] == [1, 2]


def test_a_crowd_of_different_questions_does_not_fill_the_memory(keeping, monkeypatch):
    monkeypatch.setattr(briefly, "MOST", 2)
    number = counting()
    assert [number("a"), number("b"), number("c"), number("c"), number("a")] == [1, 2, 3, 3, 4]


def test_a_refusal_is_not_kept(keeping):
    asked = []

    @briefly.kept
    def refusing(question):
        asked.append(question)
        raise LookupError(question)

    for _again in range(2):
        with pytest.raises(LookupError):
            refusing("a")
    assert asked == ["a", "a"]

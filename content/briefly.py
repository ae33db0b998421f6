"""What a crowd asks for at the same moment is read once a second by each process, where a hint is enough."""

import time
from functools import wraps

from django.conf import settings

SECONDS = 1
MOST = 200  # arguments of which an answer is kept


def kept(function):
    """
    Keep what `function` returns for a second, by its arguments; where no page is kept (PAGE_CACHE_SECONDS is 0),
    neither is this. Threads share it, so nobody may change it. An exception is not kept.
    """
    answers = {}

    @wraps(function)
    def kept_function(*arguments):
        if not settings.PAGE_CACHE_SECONDS:
            return function(*arguments)
        now = time.monotonic()
        until, answer = answers.get(arguments, (0, None))
        if until <= now:
            answer = function(*arguments)
            if len(answers) >= MOST:
                answers.clear()
            answers[arguments] = now + SECONDS, answer
        return answer

    return kept_function

"""
The site as gunicorn serves it, but that a request may end its server at a moment which its header names.

`X-Dying: <moment>` ends the worker that has the request, and `X-Dying: <moment> all` the whole server, as `kill -9`
does. A moment is "asked" (before the site has it), the first word of a statement that was just done and is not
committed ("INSERT"), "done" (the site has answered, nothing was sent), or "sent" (to its last byte).
"""

import os
import signal

from django.db import connection
from django.template import engines
from django.urls import get_resolver

from ppi_site.wsgi import application as site

# Read before the server forks, so that no worker that follows one which was killed must.
assert get_resolver().url_patterns
assert engines.all()


def application(environ, start_response):
    moment, _space, whole = environ.get("HTTP_X_DYING", "").partition(" ")
    if not moment:
        return site(environ, start_response)

    def die_at(now):
        if now == moment:
            os.killpg(0, signal.SIGKILL) if whole else os.kill(os.getpid(), signal.SIGKILL)

    def after_statement(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        die_at(sql.split()[0])
        return result

    die_at("asked")
    with connection.execute_wrapper(after_statement):
        response = site(environ, start_response)
    die_at("done")
    return Answer(response, die_at)


class Answer:
    """The body of a response; the server closes it when it was sent."""

    def __init__(self, response, die_at):
        self.response, self.die_at = response, die_at

    def __iter__(self):
        return iter(self.response)

    def close(self):
        self.die_at("sent")
        self.response.close()

"""
The web server in front, as `docs/deploy/nginx.conf` sets it up: it lets a ward through and logs no keys. The
demonstration has none.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, get_resolver
from django.urls.converters import UUIDConverter

from tests.events.test_many_at_once import PEOPLE

NGINX = (Path(settings.BASE_DIR) / "docs/deploy/nginx.conf").read_text()
FIVE_MINUTES = 300
PAGES_OF_A_BOOKING = 15  # more than anybody sends
# What stands in addresses and opens nothing: public ids, numbers, words. Anything else is taken for a key.
OPEN = {"act", "claim", "date", "desk", "kind", "number", "page_id", "page_view_restriction_id", "paper", "path"}
OPEN |= {"person", "pk", "public_id", "restriction_id", "step", "version"}


def number(pattern):
    return int(re.search(pattern, NGINX)[1])


def keyed(patterns, before="/"):
    """Every address outside the CMS in which something stands that may be a key, as an example."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            names = set(pattern.pattern.regex.groupindex) - OPEN
            public = {name for name, kind in pattern.pattern.converters.items() if isinstance(kind, UUIDConverter)}
            if names - public:
                yield re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "x", here).replace("/^", "/").rstrip("$")
        elif not here.startswith("/cms/"):
            yield from keyed(pattern.url_patterns, here)


def unlogged(address):
    """Whether the first location that takes the address by a pattern keeps it out of both logs."""
    for pattern, body in re.findall(r"location ~ (\S+) \{([^}]*)\}", NGINX):
        if re.search(pattern, address):
            return "access_log off;" in body and "error_log /dev/null" in body
    return False


def test_everybody_who_books_at_once_behind_one_address_is_let_through():
    rate, burst = number(r"zone=posts:\S+ rate=(\d+)r/s"), number(r"zone=posts burst=(\d+) nodelay")
    assert rate * FIVE_MINUTES + burst >= PEOPLE * PAGES_OF_A_BOOKING
    assert burst >= 2 * PEOPLE


def test_whoever_sends_too_much_reads_that_and_not_that_the_site_is_broken():
    assert number(r"limit_req_status (\d+);") == 429


def test_addresses_that_carry_a_key_stay_out_of_the_logs_in_every_language():
    addresses = sorted(keyed(get_resolver().url_patterns))
    assert {"/manage/x/", "/membership/x/", "/papers/x/x/", "/alerts/x/", "/answer/with/x/"} <= {*addresses}
    translated = [f"/{code}{each}" for code, _name in settings.LANGUAGES for each in addresses]
    assert [each for each in addresses if not unlogged(each)] == []
    assert [each for each in translated if not unlogged(each) and not each.startswith("/en/")] == []


def test_other_addresses_are_logged():
    assert not any(map(unlogged, ["/", "/events/", "/account/", "/forums/heart/", "/cms/", "/managed/"]))


def test_the_log_tells_neither_what_was_searched_for_nor_the_page_before():
    """Names stand in the one, and in the other the keys of the page that asked for a picture."""
    (shape,) = re.findall(r"log_format involvement '([^']*)';", NGINX)
    assert not re.search(r"\$(request|request_uri|args|query_string|http_\w+)\b", shape)
    logs = set(re.findall(r"access_log ([^;]*);", NGINX))
    assert logs == {"off", "/var/log/nginx/involvement.log involvement"}


def test_a_demonstration_shows_pictures_without_a_web_server_in_front():
    ask = "import django; django.setup(); from django.urls import resolve; print(resolve('/media/a.png').func.__name__)"
    environment = os.environ | {"DEMO": "1", "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "ppi_site.settings"}
    said = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "serve"

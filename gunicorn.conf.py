"""The web server's settings, which gunicorn finds by this file's name. The environment changes what may differ."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "ppi_site.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", 2))
# More threads wait for each other's interpreter lock while one of them holds the lock of a date: with 4, `make bench`
# took a fifth to a third fewer bookings in a second.
threads = int(os.environ.get("WEB_THREADS", 2))
timeout = 30
graceful_timeout = 20
max_requests = 2000  # a worker is renewed now and then, so that a small leak never grows
max_requests_jitter = 200
control_socket_disable = True

"""The web server's settings, which gunicorn finds by this file's name. The environment changes what may differ."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "ppi_site.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", 2))
threads = int(os.environ.get("WEB_THREADS", 4))
timeout = 30
graceful_timeout = 20
max_requests = 2000  # a worker is renewed now and then, so that a small leak never grows
max_requests_jitter = 200
control_socket_disable = True

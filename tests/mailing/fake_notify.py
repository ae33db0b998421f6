"""The part of GOV.UK Notify's published API that we use, on this machine."""

import base64
import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"test_key-{SERVICE}-{SECRET}"
PATHS = {"/v2/notifications/sms": {"phone_number"}, "/v2/notifications/letter": set()}


class FakeNotify:
    """`taken` holds (path, JSON) of what it accepted; each of `faults`, a status or seconds, meets one request."""

    def __init__(self):
        self.taken, self.faults = [], []

    def answer(self, path, headers, body):
        """Status and JSON, as the documentation says."""
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, int):
            return fault, {"status_code": fault, "errors": [{"error": "Error", "message": "words"}]}
        if not signed(headers.get("Authorization", "")):
            return 403, {"status_code": 403, "errors": [{"error": "AuthError", "message": "Invalid token"}]}
        wanted = {"template_id", "personalisation", "reference"} | PATHS.get(path, {"unknown"})
        if set(body) != wanted:
            return 400, {"status_code": 400, "errors": [{"error": "ValidationError", "message": "fields"}]}
        self.taken.append((path, body))
        if fault:
            time.sleep(fault)
        return 201, {"id": str(uuid4()), "reference": body["reference"]}


def signed(authorization):
    """Whether the bearer token is a JSON Web Token of this service, made within the last 30 seconds."""
    head, claims, signature = authorization.removeprefix("Bearer ").split(".")
    right = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    said = decoded(claims)
    return (
        json.loads(decoded(head)) == {"typ": "JWT", "alg": "HS256"}
        and hmac.compare_digest(decoded(signature), right)
        and json.loads(said)["iss"] == SERVICE
        and abs(json.loads(said)["iat"] - time.time()) < 30
    )


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@contextmanager
def served():
    """A FakeNotify that answers at `notify.url` while the `with` lasts."""
    notify = FakeNotify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = notify.answer(self.path, self.headers, body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    notify.url = f"http://127.0.0.1:{server.server_port}"
    yield notify
    server.shutdown()
    server.server_close()

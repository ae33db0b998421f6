"""The parts that we use of the published APIs of GOV.UK Notify and of Postmark, on this machine."""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"test_key-{SERVICE}-{SECRET}"
PATHS = {"/v2/notifications/sms": {"phone_number"}, "/v2/notifications/letter": set()}


class Fake:
    """
    `taken` holds (path, JSON) of what it accepted; each of `faults` meets one request.

    A fault is a status or seconds; "half" leaves half of the answer out, and "cut" all of it, when it has accepted.
    """

    def __init__(self):
        self.taken, self.faults = [], []

    def answer(self, path, headers, body):
        """Status and the octets of the answer; None for a connection that is cut."""
        fault = self.faults.pop(0) if self.faults else None
        status, said = self.judge(path, headers, body, fault if isinstance(fault, int) else None)
        if status < 300:
            self.taken.append((path, body))
        if isinstance(fault, float):
            time.sleep(fault)
        octets = json.dumps(said).encode()
        return status, {"half": octets[: len(octets) // 2], "cut": None}.get(fault, octets)


class FakePostmark(Fake):
    def judge(self, path, headers, body, refused):
        if refused or path != "/email":
            return refused or 404, {"ErrorCode": 300, "Message": "words"}
        said = {"To": body["To"], "SubmittedAt": "2026-11-26T09:00:00Z", "MessageID": str(uuid4())}
        return 200, said | {"ErrorCode": 0, "Message": "OK"}


class FakeNotify(Fake):
    def judge(self, path, headers, body, refused):
        """Status and JSON, as the documentation says."""
        if refused:
            return refused, {"status_code": refused, "errors": [{"error": "Error", "message": "words"}]}
        if not signed(headers.get("Authorization", "")):
            return 403, {"status_code": 403, "errors": [{"error": "AuthError", "message": "Invalid token"}]}
        wanted = {"template_id", "personalisation", "reference"} | PATHS.get(path, {"unknown"})
        if set(body) != wanted:
            return 400, {"status_code": 400, "errors": [{"error": "ValidationError", "message": "fields"}]}
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
def served(fake=None):
    """A Fake, by default Notify, that answers at its `url` while the `with` lasts."""
    fake = fake or FakeNotify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = fake.answer(self.path, self.headers, body)
            if answer is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    yield fake
    server.shutdown()
    server.server_close()

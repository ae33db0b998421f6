"""
A bounded load on a server of this machine, run as a process of its own: `python -m benchmarks.load`.

Standard input is one JSON object: `port`, `connections`, `seconds`, `requests` (texts of whole HTTP/1.1 requests) and
`once`: each request is sent once and the load ends with the last; else they are repeated until `seconds` are over.
With `spread` in place of `connections`, each request has a connection of its own, and they begin evenly over `seconds`,
whether or not those before were answered: 0 is all of them at once. Each is timed from when it was due.
Standard output is one JSON object: `requests`, `seconds`, `per_second`, `p50`, `p99`, `slowest` (seconds), `statuses`.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from itertools import cycle


class Connection:
    """One kept-alive connection with at most one request on its way."""

    def __init__(self, port):
        self.port = port
        self.open()

    def open(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def send(self, request):
        self.received = b""
        self.started = time.perf_counter()
        self.socket.sendall(request)

    def receive(self):
        """The status of the response once all of it is here, else None. A closed connection raises ConnectionError."""
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            raise ConnectionError("closed by the server")
        self.received += chunk
        head, separator, body = self.received.partition(b"\r\n\r\n")
        if not separator or len(body) < content_length(head):
            return None
        return int(head[9:12])


def content_length(head):
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("A response without Content-Length cannot be measured here.")


def run(*, port, connections, seconds, requests, once=False):
    requests = [request.encode() for request in requests]
    waiting = iter(requests if once else cycle(requests))
    selector = selectors.DefaultSelector()
    latencies, statuses, started = [], Counter(), time.perf_counter()
    for _, request in zip(range(connections), waiting, strict=False):
        connection = Connection(port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(request)
    while selector.get_map():
        for key, _ in selector.select(timeout=60):
            connection = key.data
            status = connection.receive()
            if status is None:
                continue
            latencies.append(time.perf_counter() - connection.started)
            statuses[str(status)] += 1
            request = next(waiting, None) if time.perf_counter() - started < seconds else None
            selector.unregister(connection.socket)
            if request is None:
                connection.socket.close()
                continue
            if b"\r\nConnection: close" in connection.received.partition(b"\r\n\r\n")[0]:
                connection.socket.close()
                connection.open()
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(request)
    return summary(latencies, statuses, time.perf_counter() - started)


def spread(*, port, seconds, requests):
    selector, latencies, statuses, started = selectors.DefaultSelector(), [], Counter(), time.perf_counter()
    waiting = [(started + seconds * number / len(requests), each) for number, each in enumerate(requests)]
    while waiting or selector.get_map():
        while waiting and waiting[0][0] <= time.perf_counter():
            due, request = waiting.pop(0)
            connection = Connection(port)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(request.encode())
            connection.started = due
        until_next = max(0, waiting[0][0] - time.perf_counter()) if waiting else 60
        for key, _ in selector.select(timeout=until_next):
            status = key.data.receive()
            if status is not None:
                latencies.append(time.perf_counter() - key.data.started)
                statuses[str(status)] += 1
                selector.unregister(key.data.socket)
                key.data.socket.close()
    return summary(latencies, statuses, time.perf_counter() - started)


def summary(latencies, statuses, seconds):
    latencies.sort()
    return {
        "requests": len(latencies),
        "seconds": seconds,
        "per_second": len(latencies) / seconds,
        "p50": latencies[len(latencies) // 2],
        "p99": latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))],
        "slowest": latencies[-1],
        "statuses": statuses,
    }


if __name__ == "__main__":
    order = json.load(sys.stdin)
    json.dump(spread(**order) if order.pop("spread", False) else run(**order), sys.stdout)

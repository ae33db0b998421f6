"""
A bounded load on a server of this machine, run as a process of its own: `python -m benchmarks.load`.

Standard input is one JSON object: `port`, `connections`, `seconds`, `requests` (texts of whole HTTP/1.1 requests) and
`once`: each request is sent once and the load ends with the last; else they are repeated until `seconds` are over.
Standard output is one JSON object: `requests`, `seconds`, `per_second`, `p50`, `p99` (seconds) and `statuses`.
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


def summary(latencies, statuses, seconds):
    latencies.sort()
    return {
        "requests": len(latencies),
        "seconds": seconds,
        "per_second": len(latencies) / seconds,
        "p50": latencies[len(latencies) // 2],
        "p99": latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))],
        "statuses": statuses,
    }


if __name__ == "__main__":
    json.dump(run(**json.load(sys.stdin)), sys.stdout)

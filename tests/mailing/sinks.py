"""A real mail server that goes wrong when it is told to."""

import asyncio
from contextlib import contextmanager

from aiosmtpd.controller import Controller

from tests.conftest import Sink, free_port

ANY = None
NOT_HEARD = "421 nobody is there to hear this"


class FaultySink(Sink):
    """
    At each step it does what `faults` says, {(step, number of the message from 1, or ANY): fault}, once.

    A fault is what the server answers there, or a function of the connection (aiosmtpd's SMTP), which may be async. At
    DATA the text is here and not taken; at ACCEPTED it is taken, and the client does not know yet.
    """

    def __init__(self):
        super().__init__()
        self.faults, self.begun = {}, 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.begun += 1
        envelope.mail_from = address
        return await self._fault("MAIL", server) or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return await self._fault("RCPT", server) or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if answer := await self._fault("DATA", server):
            return answer
        accepted = await super().handle_DATA(server, session, envelope)
        return await self._fault("ACCEPTED", server) or accepted

    async def handle_QUIT(self, server, session, envelope):
        return await self._fault("QUIT", server) or "221 Bye"

    async def _fault(self, step, server):
        fault = self.faults.pop((step, self.begun), None) or self.faults.pop((step, ANY), None)
        answer = fault(server) if callable(fault) else fault
        return await answer if asyncio.iscoroutine(answer) else answer


def cut(server):
    """The connection is gone."""
    server.transport.abort()
    return NOT_HEARD


def slow(seconds):
    async def fault(server):
        await asyncio.sleep(seconds)

    return fault


@contextmanager
def listening(sink=None):
    """A sink that listens on `sink.port` of this machine while the `with` lasts."""
    sink = sink or FaultySink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.port = controller.port
    yield sink
    controller.stop()

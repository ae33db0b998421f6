from django.core.mail.backends.locmem import EmailBackend


class FaultyBackend(EmailBackend):
    """Keeps mail in `django.core.mail.outbox`, and before that raises what stands next in `faults`."""

    faults = []

    def send_messages(self, messages):
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        return super().send_messages(messages)

import factory

from mailing import outbox
from mailing.models import Message


class MessageFactory(factory.django.DjangoModelFactory):
    """A row of the outbox as `outbox.queue` leaves it; `sent` was sent and still has its words."""

    class Meta:
        model = Message

    class Params:
        sent = factory.Trait(state="sent", subject="Greetings", text="Good morning.\n", html="<p>Good morning.</p>")
        task = factory.Trait(state="task", channel="telephone")

    kind = "greeting"
    once = factory.Sequence(lambda n: f"greeting:{n}")
    to = factory.Sequence(lambda n: f"reader{n}@example.org")


def queued(*, once, forget=False, **fields):
    """The row of a message that is put into the outbox."""
    outbox.queue(once=once, forget=forget, **fields)
    return Message.objects.get(once=outbox.key_of(once, forget=forget))

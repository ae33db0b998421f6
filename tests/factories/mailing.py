import factory

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

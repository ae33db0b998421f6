from uuid import uuid4

import factory

from content.blocks import QuestionsBlock
from content.blocks.presentations import EasyReadBlock, SignedBlock
from content.models import CustomDocument, CustomImage, Draft


class ImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CustomImage

    title = factory.Sequence(lambda number: f"Picture {number}")
    description = "Three people at a table"
    file = factory.django.ImageField(width=1600, height=1000)


class DocumentFactory(factory.django.DjangoModelFactory):
    """A file of 3 bytes. Its name says its type: `DocumentFactory(file__filename="talk.mp4")`."""

    class Meta:
        model = CustomDocument

    title = factory.Sequence(lambda number: f"Document {number}")
    file = factory.django.FileField(filename="notes.pdf", data=b"abc")


class DraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Draft

    purpose = "book:example"


def option(id, label, **more):
    """An answer to choose, for the `options` of a choice: `option("bus", "By bus", exclusive=True)`."""
    return {"type": "item", "id": id, "value": {"label": label, **more}}


def row(id, text):
    """A statement, for the `rows` of a grid."""
    return {"type": "item", "id": id, "value": {"text": text}}


def condition(question, test="is", **more):
    """A condition, for the `conditions` of a question or a section: `condition("place", answer="At home")`."""
    return {"type": "item", "id": str(uuid4()), "value": {"question": question, "test": test, **more}}


def questions(*asked):
    """A stream for the field `questions` of a page, of (type, id, value); a value may leave out what has a default."""
    return QuestionsBlock().to_python([{"type": kind, "id": id, "value": value} for kind, id, value in asked])


def answer(answer, text):
    """An answer in other words, for the `answers` of a question in Easy Read: `answer("At home", "Home")`."""
    return {"type": "item", "id": str(uuid4()), "value": {"answer": answer, "text": text}}


def easy_read(*told):
    """A stream for the field `easy_read` of a page, of (type, about, value)."""
    return EasyReadBlock().to_python(_about(told))


def signed(*told):
    """A stream for the field `signed` of a page, of (type, about, value)."""
    return SignedBlock().to_python(_about(told))


def picture(image, alt=""):
    """The value of a picture in Easy Read; without `alt` it is decoration."""
    return {"image": image.pk, "decorative": not alt, "alt_text": alt}


def _about(told):
    return [{"type": kind, "id": str(uuid4()), "value": {"about": about, **value}} for kind, about, value in told]

"""How every page of a test comes into the tree: below the parent that its factory names."""

import factory
from wagtail.models import Page


class PageFactory(factory.django.DjangoModelFactory):
    """
    A live page below `parent`. `live=False` makes a draft.

    A factory of a kind of page says with `parent` where such pages stand; a test may say otherwise.
    """

    class Meta:
        model = Page
        abstract = True

    title = factory.Sequence(lambda number: f"Page {number}")
    slug = factory.Sequence(lambda number: f"page-{number}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        parent = parent or Page.get_first_root_node()
        fields.setdefault("locale", parent.locale)
        return parent.add_child(instance=model_class(*args, **fields))

    @classmethod
    def _build(cls, model_class, *args, parent=None, **fields):
        return model_class(*args, **fields)

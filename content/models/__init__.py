from .drafts import Draft
from .media import CustomDocument, CustomImage, Rendition
from .organisation import Organisation
from .pages import BasePage, ContactFields, FactsPage, main_locale
from .questions import QuestionSet, QuestionWording

__all__ = [
    "BasePage",
    "ContactFields",
    "CustomDocument",
    "Draft",
    "FactsPage",
    "CustomImage",
    "Organisation",
    "QuestionSet",
    "QuestionWording",
    "Rendition",
    "main_locale",
]

from .drafts import Draft
from .media import CustomDocument, CustomImage, Rendition
from .organisation import Organisation
from .pages import BasePage, ContactFields, FactsPage, PublicQuerySet, in_this_language, main_locale
from .questions import QuestionSet, QuestionWording, StandingMeaning

__all__ = [
    "BasePage",
    "ContactFields",
    "CustomDocument",
    "Draft",
    "FactsPage",
    "CustomImage",
    "Organisation",
    "PublicQuerySet",
    "QuestionSet",
    "QuestionWording",
    "Rendition",
    "StandingMeaning",
    "in_this_language",
    "main_locale",
]

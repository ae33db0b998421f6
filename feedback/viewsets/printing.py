"""A form on paper for officers to hand out: in each language and presentation, whoever may answer it."""

from django.conf import settings
from django.urls import path
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import TemplateView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from content.presentations import STANDARD
from feedback import paper
from feedback.entry_forms import ReadingForm
from feedback.viewsets.surveys import SurveyScreen


class PrintForm(SurveyScreen, PermissionCheckedMixin, TemplateView):
    """The form as it is asked now, or as it is drafted while its page is not public or was changed."""

    permission_required = "view"
    template_name = "feedback/paper.html"

    def get(self, request, *args, **kwargs):
        """All of it in the language of the sheet, whichever the officer reads."""
        with translation.override(self.way[0]):
            return super().get(request, *args, **kwargs).render()

    @cached_property
    def pages(self):
        """{language: page} as each is printed."""
        pages = self.survey.page.get_translations(inclusive=True).select_related("locale")
        return {
            each.locale.language_code: each.get_latest_revision_as_object() if _is_draft(each) else each
            for each in pages
        }

    @cached_property
    def way(self):
        """The language and the presentation that the address asks for, where the form has them."""
        usual = {"language": settings.LANGUAGE_CODE, "presentation": STANDARD}
        asked = ReadingForm(usual | self.request.GET.dict())
        way = (asked.cleaned_data["language"], asked.cleaned_data["presentation"]) if asked.is_valid() else None
        return way if way in self.ways else tuple(usual.values())

    @cached_property
    def ways(self):
        """{(language, presentation): label}"""
        return {
            (language, each.value): f"{page.locale.language_name_local}, {each.label}"
            for language, page in self.pages.items()
            for each in paper.ways(page)
        }

    def get_context_data(self, **kwargs):
        language, presentation = self.way
        pages = [self.pages[settings.LANGUAGE_CODE], self.pages[language]]
        if any(_is_draft(page) for page in pages):
            sheet = paper.of_draft(pages, self.survey, presentation)
        else:
            sheet = paper.of_survey(pages[1], self.survey, presentation)
        others = [(label, _query(way)) for way, label in self.ways.items() if way != self.way]
        return super().get_context_data(**kwargs) | paper.told(pages[1], self.survey) | {"paper": sheet, "ways": others}


def _is_draft(page):
    return not page.live or page.has_unpublished_changes


def _query(way):
    return urlencode(dict(zip(("language", "presentation"), way, strict=True)))


paths = [
    path("<int:page>/print/", PrintForm.as_view(), name="print"),
]

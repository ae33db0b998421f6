"""Entering answers from paper, from the telephone and from an interpreted call: one after the other, by keyboard."""

from django.conf import settings
from django.urls import path, reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.cms import VerbView
from content import moments, question_sets
from content.models import QuestionSet, QuestionWording, in_this_language
from feedback import entering, four_words
from feedback.entry_forms import EntryForm, SheetForm
from feedback.responding import RespondingRefused
from feedback.viewsets.surveys import SurveyScreen

STANDARD = QuestionWording.Presentation.STANDARD


class EnterAnswers(SurveyScreen, VerbView):
    """After saving comes an empty form for the next sheet. What holds for a pile stands in the address."""

    form_class = EntryForm
    template_name = "feedback/cms/enter.html"
    page_title = gettext_lazy("Enter answers")
    submit_label = gettext_lazy("Save and go on to the next")

    @cached_property
    def versions(self):
        """{version: question set}, the newest first: a pile may have been printed from an older one."""
        question_sets.current(self.survey.page)
        sets = QuestionSet.objects.filter(page_id=self.survey.page_id, is_trial=False).order_by("-version")
        return {str(each.version): each for each in sets}

    @cached_property
    def sheet(self):
        """Which sheet lies on the desk, as a valid form: as the address says, else the newest one."""
        newest = {"language": settings.LANGUAGE_CODE, "presentation": STANDARD, "version": next(iter(self.versions))}
        asked = SheetForm(newest | self.request.GET.dict(), versions=self.versions)
        sheet = asked if asked.is_valid() else SheetForm(newest, versions=self.versions)
        sheet.full_clean()
        return sheet

    @property
    def question_set(self):
        return self.versions[self.sheet.cleaned_data["version"]]

    @cached_property
    def refusal(self):
        """Why nothing can be entered now, or ""."""
        try:
            entering.check_takes(self.survey)
        except RespondingRefused as refused:
            return refused.messages[0]
        return ""

    def get_form_kwargs(self):
        sheet = self.sheet.cleaned_data
        with translation.override(sheet["language"]):
            page = in_this_language(self.survey.page)
        words = question_sets.words(self.question_set, sheet["language"], sheet["presentation"])
        asked = {"survey": self.survey, "page": page, "question_set": self.question_set, "words": words}
        return super().get_form_kwargs() | asked

    def get_initial(self):
        return {name: self.request.GET[name] for name in ("channel", "day") if name in self.request.GET}

    def get_explanation(self):
        equality = [_("The equality questions are asked only on the site: do not ask or enter them here.")]
        return [self.refusal] if self.refusal else equality * self.survey.asks_equality

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            sheet=self.sheet, may_enter=not self.refusal, is_anonymous=self.survey.anonymous, **kwargs
        )

    def act(self, form):
        typed = form.cleaned_data
        self.next = self.sheet.cleaned_data | {"channel": typed["channel"], "day": f"{typed['day']:%d/%m/%Y}"}
        with translation.override(self.sheet.cleaned_data["language"]):
            consents = form.consents
        response = entering.enter(
            survey=self.survey,
            answers=form.answers,
            by=self.request.user,
            question_set=self.question_set,
            **{name: self.sheet.cleaned_data[name] for name in ("language", "presentation")},
            reference=typed.get("reference", ""),
            consents=consents,
            **{name: typed[name] for name in ("key", "channel", "day")},
        )
        number = entering.entered_today(self.survey, self.request.user)
        words = ngettext("Saved. %(count)s entered today by you.", "Saved. %(count)s entered today by you.", number)
        return " ".join([words % {"count": number}, *self._to_read_out(typed, response)])

    def _to_read_out(self, typed, response):
        """Whoever is on the line is told by which words they can withdraw; they are kept nowhere."""
        if typed["channel"] != entering.Channel.PAPER and response.words:
            words, last = four_words.of(typed["key"]), self.survey.last_day_to_withdraw
            until = moments.day(last) if last else _("14 days after the form closes")
            yield _("Read out: “%(words)s”. With these four words they can withdraw the answers until %(day)s.") % {
                "words": words,
                "day": until,
            }

    def get_success_url(self):
        return f"{reverse('feedback_cms:enter', args=[self.survey.page_id])}?{urlencode(self.next)}"


paths = [
    path("<int:page>/enter/", EnterAnswers.as_view(), name="enter"),
]

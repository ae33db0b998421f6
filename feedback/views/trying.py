"""Trying a form out, through the pages on which people will answer it."""

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Locale

from content import question_sets
from content.blocks.questions import definition_of
from feedback import trying
from feedback.views.answering import Answering


class Trying(Answering):
    """Asks what the latest draft says, whenever it is; what is entered is a test."""

    name = "try"
    notice = gettext_lazy("This is a trial. Nothing you enter is counted.")
    is_test = True
    needs_link = False
    may_be_saved = False  # the way back would lead to the form that is open

    def load(self, token):
        if (found := trying.find(token)) is None:
            raise Http404
        self.survey, self.last_day = found
        self.original = self.survey.page.get_latest_revision_as_object()
        translated = self.survey.page.get_translation_or_none(Locale.get_active())
        self.page = translated.get_latest_revision_as_object() if translated else self.original

    @cached_property
    def question_set(self):
        return question_sets.tried(self.original)

    @cached_property
    def definition(self):
        return definition_of(self.original.questions)

    @cached_property
    def words(self):
        return question_sets.words_of_drafts([self.original, self.page], get_language(), self.presentation)

    def refusal(self):
        if timezone.localdate() > self.last_day:
            ask = _("Ask the person who sent it to you for a new one.")
            return self.refuse(_("This link to try the form has ended"), [ask], status=410)
        return self.without_questions()

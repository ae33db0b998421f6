"""Bringing in a file of answers: see what would happen to each row, take all of it in, see that it is there."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import access
from accounts.cms import Button, VerbView
from feedback import importing
from feedback.import_forms import AnswersFileForm
from feedback.models import AnswersFile
from feedback.responding import RespondingRefused
from feedback.viewsets.surveys import SurveyScreen, url_of

Status = AnswersFile.Status
FAULTS_SHOWN = 100


class BringIn(SurveyScreen, VerbView):
    form_class = AnswersFileForm
    template_name = "feedback/cms/import.html"
    page_title = gettext_lazy("Bring in a file of answers")
    submit_label = gettext_lazy("Read the file")

    def get_explanation(self):
        yield _("Nothing is taken in yet. You see first what is wrong in which row.")
        yield _("A cell holds a code or the words of an answer. Codes for “no answer” and “not asked” are understood.")
        try:
            importing.check_takes(self.survey)
        except RespondingRefused as refused:
            yield _("Now nothing could be taken in: %s") % refused.messages[0]

    def get_context_data(self, **kwargs):
        return super().get_context_data(files=self.survey.files.select_related("by"), **kwargs)

    def act(self, form):
        typed = form.cleaned_data
        self.file = importing.bring_in(
            survey=self.survey,
            sheet=form.sheet,
            file_name=typed["file"].name,
            digest=form.digest,
            day=typed["day"],
            by=self.request.user,
        )
        count = len(self.file.rows)
        return ngettext("%(count)s row was read.", "%(count)s rows were read.", count) % {"count": count}

    def get_success_url(self):
        return reverse("feedback_cms:file", args=[self.file.public_id])


class FileScreen(SurveyScreen):
    @cached_property
    def file(self):
        files = AnswersFile.objects.select_related("survey__page", "survey__date__page", "by")
        return get_object_or_404(files, public_id=self.kwargs["file"])

    @property
    def survey(self):
        return self.file.survey


class CheckFile(FileScreen, VerbView):
    """The dry run, with every mistake by row and column; its button leaves the file to the worker."""

    form_class = forms.Form
    template_name = "feedback/cms/import_check.html"
    submit_label = gettext_lazy("Take in all of it")

    def get_page_title(self):
        return self.file.file_name

    def get(self, request, *args, **kwargs):
        what = f"file {self.file.public_id} of form {self.survey.public_id}"
        access.record(by=request.user, action=access.Action.VIEWED, what=what, rows=len(self.file.rows))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        file = self.file
        reading = importing.plan(file) if file.status == Status.CHECKED else None
        return super().get_context_data(
            file=file,
            reading=reading,
            known=importing.known(file) if reading else 0,
            faults=reading.faults[:FAULTS_SHOWN] if reading else [],
            may_start=reading is not None and not reading.faults,
            **kwargs,
        )

    def act(self, form):
        importing.start(file=self.file, by=self.request.user)
        return _("The file is being taken in.")

    def get_success_url(self):
        return self.request.path


class ForgetFile(FileScreen, Button):
    def act(self):
        importing.forget(file=self.file, by=self.request.user)
        return _("The file is deleted. The answers that it brought stay.")

    def back(self):
        return url_of(self.survey)


paths = [
    path("<int:page>/import/", BringIn.as_view(), name="import"),
    path("files/<slug:file>/", CheckFile.as_view(), name="file"),
    path("files/<slug:file>/delete/", ForgetFile.as_view(), name="forget_file"),
]

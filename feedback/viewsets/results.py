"""What came in: exact figures for officers, and the answers as files."""

from collections import Counter
from tempfile import TemporaryFile

from django.conf import settings
from django.db.models import Count
from django.http import FileResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts import access
from accounts.cms import Screen, VerbView
from content.models import QuestionWording
from content.presentations import STANDARD
from content.spreadsheets import XLSX, csv_lines
from feedback import analysis, codebook, consenting, entering, exports, frames, rates, tables
from feedback.cms_forms import AnswersExportForm
from feedback.models import Comment
from feedback.viewsets import comments, responses
from feedback.viewsets.surveys import SurveyScreen, state_of

CSV = "text/csv; charset=utf-8"


class Results(SurveyScreen, Screen, TemplateView):
    """One form: its facts, how many answered in which week, each question, and the summaries for design teams."""

    template_name = "feedback/cms/results.html"
    header_icon = "form"

    def trail(self):
        return super().trail()[:1]

    def get_page_title(self):
        return self.survey.page.title

    def get_context_data(self, **kwargs):
        survey, book = self.survey, codebook.of(self.survey)
        frame = frames.frame(survey, book)
        latest = survey.releases.first()
        return super().get_context_data(**kwargs) | {
            "survey": survey,
            "state": state_of(survey),
            "read_in": _read_in(survey),
            "answers": frame.height,
            "weeks": _with_bars(analysis.weeks(frame)),
            "tables": [
                (tables.of_distribution(analysis.distribution(frame, question)), _numbers(frame, question))
                for question in book.closed
            ],
            "comments": _comments(survey),
            "releases": survey.releases.all(),
            "came_by": entering.came_by(survey),
            "rate": rates.of(survey, frame.height),
            "held": responses.held(survey),
            "list_of_responses": responses.url_of_list(survey),
            "since_latest": frame.height - latest.counted if latest else None,
            "topics": survey.page.topics.order_by("title").prefetch_related("themes"),
            "promises": survey.page.promises.all(),
        }

    @property
    def header_buttons(self):
        to_edit = reverse("wagtailadmin_pages:edit", args=[self.survey.page_id])
        buttons = [HeaderButton(_("Edit the page"), url=to_edit, icon_name="edit")]
        if self.may("handle"):
            buttons.append(self._button(_("Change the facts"), "change", "cog"))
            buttons.append(self._button(_("Try it out"), "try", "view"))
        return buttons

    @property
    def header_more_buttons(self):
        buttons = []
        if self.survey.has_opened() and self.survey.page.topics.exists():
            of_team = reverse("team_summary", args=[self.survey.public_id])
            buttons.append(LinkButton(_("See what design teams see"), url=of_team, icon_name="view"))
        buttons.append(self._link(_("Print as a questionnaire"), "print", "doc-full"))
        buttons.append(self._link(_("Versions of the questions"), "versions", "history"))
        if self.survey.asks_equality and self.request.user.has_perm("feedback.view_equalitytotals"):
            buttons.append(self._link(_("Totals of equality answers"), "equality", "group"))
        if self.may("handle"):
            buttons.append(self._link(_("Enter answers"), "enter", "edit"))
            buttons.append(self._link(_("Bring in a file of answers"), "import", "upload"))
            buttons.append(self._link(_("Copy from the question bank"), "copy", "copy"))
            buttons.append(self._link(_("Export the answers"), "export", "download"))
            if self.survey.invites:
                buttons.append(self._link(_("Send invitations"), "invite", "mail"))
            if self.survey.who_may_answer == self.survey.WhoMayAnswer.LINKS:
                buttons.append(self._link(_("Make single-use links"), "links", "link"))
        return buttons

    def _button(self, label, name, icon):
        return HeaderButton(label, url=reverse(f"feedback_cms:{name}", args=[self.survey.page_id]), icon_name=icon)

    def _link(self, label, name, icon):
        return LinkButton(label, url=reverse(f"feedback_cms:{name}", args=[self.survey.page_id]), icon_name=icon)


def _read_in(survey):
    """Pairs of a presentation or a language, and how many read the form in it."""
    received = survey.responses.counted().order_by().values_list("presentation", "language")
    found = [
        (Counter(), STANDARD, dict(QuestionWording.Presentation.choices)),
        (Counter(), settings.LANGUAGE_CODE, dict(settings.LANGUAGES)),
    ]
    for *ways, people in received.annotate(people=Count("pk")):
        for way, (numbers, _usual, _labels) in zip(ways, found, strict=True):
            numbers[way] += people
    for numbers, usual, labels in found:
        apart = {way: people for way, people in survey.read_in.items() if way in labels}
        numbers.update(apart)
        # Those stand among the usual ones; some may have been withdrawn since.
        numbers[usual] = max(0, numbers[usual] - sum(apart.values()))
    named = [sorted((-people, str(labels[way])) for way, people in numbers.items()) for numbers, _, labels in found]
    return [(label, -people) for each in named for people, label in each]


def _numbers(frame, question):
    """What there is to say of numbers beyond their bands, or None."""
    return None if question.choices else analysis.number_summary(frame, question)


def _with_bars(weeks):
    """Triples of a Monday, a number, and the length of its bar in percent of the longest."""
    most = max((number for _monday, number in weeks), default=0)
    return [(monday, number, round(100 * number / most)) for monday, number in weeks]


def _comments(survey):
    """How many comments there are in each state, with the state in words."""
    counts = Comment.objects.filter(response__in=survey.responses.counted()).order_by()
    by_state = dict(counts.values_list("state").annotate(Count("pk")))
    return [(state.value, state.label, by_state.get(state.value, 0)) for state in Comment.State]


class AnswersExport(SurveyScreen, VerbView):
    """The answers as a file, one row for each person; with a reason, and logged."""

    form_class = AnswersExportForm
    page_title = gettext_lazy("Export the answers")
    submit_label = gettext_lazy("Download")

    def get_explanation(self):
        number = self.survey.responses.counted().count()
        words = ngettext("The file will have %(count)s row.", "The file will have %(count)s rows.", number)
        return [
            words % {"count": number},
            _("It holds what people wrote, also what nobody has read yet.")
            if self.may_redact
            else _("It holds what people wrote, without what nobody has read yet."),
            _("Keep it where only those who need it can open it, and delete it afterwards."),
        ]

    @property
    def may_redact(self):
        return comments.POLICY.user_has_permission(self.request.user, "handle")

    def form_valid(self, form):
        kind = form.cleaned_data["file_format"]
        access.record(
            by=self.request.user,
            action=access.Action.EXPORTED,
            what=f"answers to form {self.survey.public_id} as {kind}",
            rows=self._rows(kind),
            reason=form.cleaned_data["reason"],
        )
        return getattr(self, f"_as_{kind}")()

    def _rows(self, kind):
        if kind == "names":
            return len(consenting.to_credit(self.survey))
        of = consenting.for_research(self.survey) if kind == "research" else self.survey.responses.counted()
        return of.count()

    def _as_csv(self, what="answers", responses=None):
        parts = exports.csv_parts(self.survey, unread=self.may_redact, responses=responses)
        return self._download(StreamingHttpResponse(parts, content_type=CSV), what, "csv")

    def _as_research(self):
        return self._as_csv("research", consenting.for_research(self.survey))

    def _as_names(self):
        lines = csv_lines(["name"], ([name] for name in consenting.to_credit(self.survey)))
        return self._download(StreamingHttpResponse(lines, content_type=CSV), "names", "csv")

    def _as_codebook(self):
        lines = exports.codebook_csv(self.survey)
        return self._download(StreamingHttpResponse(lines, content_type=CSV), "codebook", "csv")

    def _as_xlsx(self):
        file = TemporaryFile()  # noqa: SIM115 (closed by the response)
        exports.write_xlsx(self.survey, file, unread=self.may_redact)
        file.seek(0)
        return self._download(FileResponse(file, content_type=XLSX), "answers", "xlsx")

    def _download(self, response, what, kind):
        name = get_valid_filename(f"{what}-{self.survey.page.slug}-{timezone.localdate()}.{kind}")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response

"""Bringing in a file of people in the CMS: match its columns, see the fate of each row, take it in, see what was."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from accounts import access
from accounts.cms import Button, Screen, VerbView
from content.spreadsheets import csv_response
from events import importing
from events.cms_import_forms import FileForm, MatchForm, TakeInForm
from events.door import transaction_of_one_act
from events.importing import LEFT_OUT, Fate
from events.models import GuestImport
from events.viewsets import dates, forums
from events.viewsets.dates import DateScreen, url_of, when
from events.viewsets.forums import ForumScreen, url_of_forum
from events.viewsets.import_groups import groups, results, words

Status = GuestImport.Status


def address(name, file):
    return reverse(f"events_cms:import_{name}", args=[file.public_id])


def url_of_file(file):
    """Where somebody goes on with a file."""
    next_page = {Status.UPLOADED: "match", Status.MATCHED: "check"}.get(file.status, "result")
    return address(next_page, file)


# --- The file


class Upload(VerbView):
    form_class = FileForm
    template_name = "events/cms/import_file.html"
    page_title = gettext_lazy("Bring in a file")
    submit_label = gettext_lazy("Read the file")
    door = staticmethod(transaction_of_one_act)
    target = {}  # `date` or `forum`

    def get_explanation(self):
        yield _("Nobody is booked and nothing is sent yet. You see first what would happen to each row.")
        if sentence := importing.obstacle(GuestImport(**self.target)):
            yield _("Now nobody could be taken in: %(why)s") % {"why": sentence}

    def get_context_data(self, **kwargs):
        files = GuestImport.objects.filter(**self.target).select_related("by")
        return super().get_context_data(files=[(file, url_of_file(file)) for file in files], **kwargs)

    def act(self, form):
        name = form.cleaned_data["file"].name
        self.file = importing.bring_in(sheet=form.sheet, file_name=name, by=self.request.user, **self.target)
        count = len(self.file.rows)
        return ngettext("%(count)s row was read.", "%(count)s rows were read.", count) % {"count": count}

    def get_success_url(self):
        return url_of_file(self.file)


class UploadForDate(DateScreen, Upload):
    @property
    def target(self):
        return {"date": self.date}

    get_success_url = Upload.get_success_url


class UploadForForum(ForumScreen, Upload):
    @property
    def target(self):
        return {"forum": self.forum}

    get_success_url = Upload.get_success_url


# --- What the pages about one file share


class FileScreen:
    """Whoever may handle the registrations of a date, or the members of a forum, may handle its files."""

    permission_required = "handle"
    door = staticmethod(transaction_of_one_act)
    served = ()  # the states in which this page has something to say

    @cached_property
    def file(self):
        files = GuestImport.objects.select_related("date__page", "date__venue", "forum", "by")
        return get_object_or_404(files, public_id=self.kwargs["file"])

    @property
    def permission_policy(self):
        return dates.POLICY if self.file.date else forums.POLICY

    def dispatch(self, request, *args, **kwargs):
        """A page whose turn is over, or has not come, leads to the one whose turn it is."""
        if self.served and self.may("handle") and self.file.status not in self.served:
            return redirect(url_of_file(self.file))
        return super().dispatch(request, *args, **kwargs)

    def trail(self):
        date, forum = self.file.date, self.file.forum
        if forum:
            return [(reverse("forums_cms:index"), _("Forums")), (url_of_forum(forum), forum.title)]
        to_event = reverse("events_cms:event", args=[date.page_id])
        return [(reverse("events_cms:index"), _("Events")), (to_event, date.page.title), (url_of(date), when(date))]

    def back(self):
        return self.trail()[-1][0]

    def log(self, action, rows):
        access.record(by=self.request.user, action=action, what=f"file {self.file.public_id}", rows=rows)


class Match(FileScreen, VerbView):
    form_class = MatchForm
    template_name = "events/cms/guest_form.html"
    page_title = gettext_lazy("Match the columns")
    submit_label = gettext_lazy("See what would happen")
    served = (Status.UPLOADED, Status.MATCHED)

    def get_page_subtitle(self):
        return self.file.file_name

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"file": self.file}

    def get(self, request, *args, **kwargs):
        self.log(access.Action.VIEWED, len(self.file.rows))  # the first values of each column are shown
        return super().get(request, *args, **kwargs)

    def get_explanation(self):
        yield _("Say what each column of the file is. Leave out what is not needed, and whatever is about an illness.")

    def act(self, form):
        importing.match(file=self.file, chosen=form.chosen)
        return _("The columns are matched. Nothing is taken in yet.")

    def get_success_url(self):
        return address("check", self.file)


class Check(FileScreen, VerbView):
    """The dry run: what would happen to each row, and why. Its button leaves the file to the worker."""

    form_class = TakeInForm
    template_name = "events/cms/import_check.html"
    page_title = gettext_lazy("What would happen")
    served = (Status.MATCHED,)

    @cached_property
    def rows(self):
        return importing.plan(self.file)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": self.rows}

    def get(self, request, *args, **kwargs):
        self.log(access.Action.VIEWED, len(self.rows))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        file, taken_in = self.file, len([row for row in self.rows if row.fate not in LEFT_OUT])
        return super().get_context_data(
            file=file,
            totals=importing.totals(self.rows),
            groups=groups(self.rows, file),
            obstacle=importing.obstacle(file),
            taken_in=taken_in,
            can_start=taken_in or any(row.fate == Fate.DUPLICATE for row in self.rows),
            is_over=importing.is_over(file),
            left_out=len(self.rows) - taken_in,
            **kwargs,
        )

    def act(self, form):
        importing.start(file=self.file, by=self.request.user, second=form.cleaned_data["second"])
        return _("The file is being taken in.")

    def get_success_url(self):
        return address("result", self.file)


class Result(FileScreen, Screen, TemplateView):
    """How far it is, and in the end what became of each row."""

    template_name = "events/cms/import_result.html"
    page_title = gettext_lazy("What happened")
    served = (Status.RUNNING, Status.DONE)

    def get_page_subtitle(self):
        return self.file.file_name

    def get(self, request, *args, **kwargs):
        rows = results(self.file)
        if rows:
            self.log(access.Action.VIEWED, len(rows))
        return self.render_to_response(self.get_context_data(rows=rows))

    def get_context_data(self, rows, **kwargs):
        file = self.file
        return super().get_context_data(
            file=file,
            is_running=file.status == Status.RUNNING,
            done=importing.made(file).count(),
            number=len(file.rows),
            totals=importing.totals(rows),
            groups=groups(rows, file),
            left_out=len(file.rows),
            **kwargs,
        )


class Download(FileScreen, Screen, View):
    """The rows with what happens to them and why, all or only those left out, to be mended and brought in again."""

    def get(self, request, *args, **kwargs):
        file = self.file
        if file.status not in (Status.MATCHED, Status.DONE):
            raise Http404
        rows = importing.plan(file) if file.status == Status.MATCHED else results(file)
        fates = {row.number: row for row in rows}
        wanted = [raw for raw in file.rows if "all" in request.GET or fates[raw[0]].fate in LEFT_OUT]
        self.log(access.Action.EXPORTED, len(wanted))
        header = [*file.header, _("What happens"), _("Why")]
        lines = [[*raw[1:], *words(fates[raw[0]])] for raw in wanted]
        return csv_response(f"people-{file.public_id}", header, lines)


class Forget(FileScreen, Button):
    def act(self):
        importing.forget(file=self.file, by=self.request.user)
        return _("The file is deleted. Whom it brought stays.")


def paths():
    """The addresses of a file, whatever it is for."""
    views = [("", Match, "match"), ("check/", Check, "check"), ("result/", Result, "result")]
    views += [("rows/", Download, "rows"), ("delete/", Forget, "delete")]
    return [
        path("dates/<slug:date>/import/", UploadForDate.as_view(), name="import"),
        path("forums/<int:forum>/import/", UploadForForum.as_view(), name="import_forum"),
        *(path(f"files/<slug:file>/{part}", view.as_view(), name=f"import_{name}") for part, view, name in views),
    ]

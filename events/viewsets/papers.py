"""The papers of a date in the CMS: what is there and who may open it, adding one, taking one away."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import Listing, Screen, VerbModelForm, VerbView
from content import moments
from events import papers
from events.models import Paper
from events.viewsets.dates import DateScreen


def url(name, *args):
    return reverse(f"events_cms:{name}", args=args)


def url_of_file(paper):
    return url("paper", paper.public_id)


class PaperForm(VerbModelForm):
    class Meta(VerbModelForm.Meta):
        model = Paper
        fields = ["kind", "title", "file", "audience", "tells"]
        help_texts = {
            "file": gettext_lazy("PDF, Word, OpenDocument, slides, spreadsheet, text, picture or sound, up to 20 MB."),
        }
        error_messages = {
            "title": {"required": gettext_lazy("Enter the title.")},
            "file": {"required": gettext_lazy("Select a file.")},
        }


class PaperList(DateScreen, Listing):
    page_title = gettext_lazy("Papers")
    header_icon = "doc-full"
    about_template = "events/cms/papers.html"
    verbose_name_plural = gettext_lazy("papers")
    columns = [
        TitleColumn("title", label=gettext_lazy("Title"), accessor=papers.in_words, get_url=url_of_file),
        Column("get_kind_display", label=gettext_lazy("Kind")),
        Column("get_audience_display", label=gettext_lazy("Who can open it")),
        Column("created_at", label=gettext_lazy("Added"), accessor=lambda paper: moments.short(paper.created_at)),
    ]

    def get_base_queryset(self):
        return self.date.papers.all()

    def get_table(self, object_list):
        table = super().get_table(object_list)
        if self.may("handle"):
            remove = TitleColumn(
                "remove",
                label=_("Remove"),
                accessor=lambda paper: _("Remove"),
                get_url=lambda paper: url("remove_paper", paper.public_id),
            )
            table.columns["remove"] = remove
        return table

    def get_context_data(self, **kwargs):
        return super().get_context_data(date=self.date, **kwargs)

    @property
    def header_buttons(self):
        if not self.may("handle"):
            return []
        return [HeaderButton(_("Add a paper"), url=url("add_paper", self.date.public_id), icon_name="plus")]


class AddPaper(DateScreen, VerbView):
    form_class = PaperForm
    page_title = gettext_lazy("Add a paper")
    submit_label = gettext_lazy("Add")

    def trail(self):
        return [*super().trail(), (self.get_success_url(), _("Papers"))]

    def get_success_url(self):
        return url("papers", self.date.public_id)

    def get_initial(self):
        return {"tells": True}

    def get_explanation(self):
        yield _("Not everybody can read a PDF. Where you can, add a text that is set larger, or say it on the page.")
        if self.date.needs_agreement:
            yield _("A product is discussed: only what is for everybody opens before people agree to confidentiality.")

    def act(self, form):
        paper = papers.add(date=self.date, by=self.request.user, **form.cleaned_data)
        return _("%(paper)s was added.") % {"paper": paper}


class OfPaper(DateScreen):
    """What is about one paper."""

    @cached_property
    def paper(self):
        rows = Paper.objects.select_related("date__page", "date__venue")
        return get_object_or_404(rows, public_id=self.kwargs["paper"])

    @property
    def date(self):
        return self.paper.date


class OpenPaper(OfPaper, Screen, View):
    """The file, for whoever may see the registrations of its date."""

    def get(self, request, *args, **kwargs):
        return papers.hand_out(self.paper)


class RemovePaper(OfPaper, VerbView):
    form_class = forms.Form
    page_title = gettext_lazy("Remove this paper")
    submit_label = gettext_lazy("Remove")
    is_grave = True

    def trail(self):
        return [*super().trail(), (self.get_success_url(), _("Papers"))]

    def get_success_url(self):
        return url("papers", self.date.public_id)

    def get_explanation(self):
        yield _("%(paper)s: nobody can open it any more, and its file is deleted.") % {"paper": self.paper}
        yield _("This cannot be undone.")

    def act(self, form):
        title = str(self.paper)
        papers.remove(paper=self.paper, by=self.request.user)
        return _("%(paper)s was removed.") % {"paper": title}

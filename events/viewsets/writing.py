"""Writing to people of a date or members of a forum in the CMS: to whom the list shows, and what became of it."""

from operator import attrgetter

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from i18nfield.forms import I18nFormField
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from accounts import access
from accounts.cms import Listing, VerbView
from content import moments
from content.ids import random_key
from content.language_inputs import LanguageInputs, LanguageTexts
from events import writing
from events.models import Writing
from events.viewsets.dates import POLICY, DateScreen, EventScreen, url_of, when
from events.viewsets.forums import ForumScreen
from events.viewsets.members import MemberList
from events.viewsets.registrations import RegistrationList, reach, who
from mailing import outlines, registry, rendering
from mailing.models import Message
from mailing.viewsets import TROUBLE
from mailing.viewsets import url_of as message_url

State = Message.State


def url_of_writing(written):
    return reverse("forums_cms:writing" if written.forum_id else "events_cms:writing", args=[written.public_id])


class WriteForm(forms.Form):
    readers = forms.MultipleChoiceField(
        label=gettext_lazy("To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least 1 person."),
            "invalid_choice": gettext_lazy("Somebody whom you chose is no longer in this list. Look at it again."),
        },
    )
    subject = I18nFormField(
        label=gettext_lazy("Subject"),
        widget=LanguageInputs,
        max_length=120,
        help_text=gettext_lazy("Others may see it: name no person, condition or need."),
        error_messages={"required": gettext_lazy("Enter a subject.")},
    )
    body = I18nFormField(
        label=gettext_lazy("Text"),
        widget=LanguageTexts,
        error_messages={"required": gettext_lazy("Enter a text.")},
    )
    anyway = forms.BooleanField(
        label=gettext_lazy("Whoever reads a language without words gets it in English"), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args, about, rows, called, **kwargs):
        super().__init__(*args, **kwargs)
        self.about, self.rows = about, {each.public_id: each for each in rows}
        self.fields["readers"].choices = [(id, f"{called(each)}: {reach(each)}") for id, each in self.rows.items()]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                writing.check(self.about, self.chosen, cleaned["subject"], cleaned["body"], anyway=cleaned["anyway"])
            except forms.ValidationError as refusal:
                self.add_error(None, refusal)
        return cleaned

    @property
    def chosen(self):
        return [self.rows[id] for id in self.cleaned_data["readers"]]


class WriteScreen:
    """To whom a list shows as it is filtered in this address: first a preview, then it is sent."""

    form_class = WriteForm
    template_name = "events/cms/write.html"
    listing = None  # the class of the list
    called = None  # a function from a row of it to a name
    allowed = ""  # what may be written, in a sentence

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.source = self.listing()
        self.source.setup(request, *args, **kwargs)

    @cached_property
    def rows(self):
        return writing.once_each(self.source.get_queryset())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"about": self.about, "rows": self.rows, "called": self.called}

    def get_initial(self):
        return {"key": random_key(), "readers": [each.public_id for each in self.rows]}

    def get_explanation(self):
        yield self.allowed
        yield _("What neither e-mail nor GOV.UK Notify can take becomes a task: somebody says or posts your words.")

    def form_valid(self, form):
        if "send" in self.request.POST:
            return super().form_valid(form)
        shown = self.get_context_data(form=form, preview=self.preview(form), summary=summary(form.chosen))
        return self.render_to_response(shown)

    def preview(self, form):
        """As the first of them gets it, which is logged."""
        first, texts = form.chosen[0], (form.cleaned_data["subject"], form.cleaned_data["body"])
        what = f"{first._meta.model_name} {first.public_id}"
        access.record(by=self.request.user, action=access.Action.VIEWED, what=what, person=first.person)
        kind = writing.kind_of(self.about)
        message = Message(kind=kind, person=first.person, about=first.public_id, language=first.language)
        words = writing.words_in(*texts, first.language) or writing.words_in(*texts, writing.MAIN)
        return rendering.render(message, words)

    def act(self, form):
        given = {name: form.cleaned_data[name] for name in ("subject", "body", "key", "anyway")}
        self.written = writing.write(about=self.about, rows=form.chosen, by=self.request.user, **given)
        return _("It is on its way. Here you see what became of it.")

    def get_success_url(self):
        return url_of_writing(self.written)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            outline=outlines.of(registry.kind(writing.kind_of(self.about))),
            written=[(url_of_writing(each), each) for each in self.about.writings.all()],
            **kwargs,
        )


class Write(WriteScreen, DateScreen, VerbView):
    page_title = gettext_lazy("Write to people")
    listing = RegistrationList
    called = staticmethod(who)
    allowed = gettext_lazy("Write only about this event. News goes to those who asked for news, and to nobody else.")

    @property
    def about(self):
        return self.date


class WriteToMembers(WriteScreen, ForumScreen, VerbView):
    page_title = gettext_lazy("Write to members")
    listing = MemberList
    called = attrgetter("name")
    allowed = gettext_lazy("Write only about this forum. News goes to those who asked for news, and to nobody else.")

    @property
    def about(self):
        return self.forum


def summary(rows):
    """Sentences: how many get it by which way."""
    counts = writing.by_way(rows)
    if number := counts["by_mail"]:
        yield ngettext("%(count)s person gets it by e-mail.", "%(count)s people get it by e-mail.", number) % {
            "count": number
        }
    if number := counts["by_notify"]:
        words = ngettext(
            "%(count)s person gets it as a text message or a letter, which the site sends.",
            "%(count)s people get it as a text message or a letter, which the site sends.",
            number,
        )
        yield words % {"count": number}
    if number := counts["tasks"]:
        words = ngettext(
            "%(count)s person becomes a task for the telephone or a letter.",
            "%(count)s people become tasks for the telephone or a letter.",
            number,
        )
        yield words % {"count": number}


# --- What became of it


class WrittenFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=State, empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Message
        fields = ["state"]


def to_do(message):
    """What an officer does next about a message, or ""."""
    if message.state == State.TASK:
        return _("Say or post it: open it for the words.")
    if message.state in TROUBLE:
        return _("Correct the address on their page, then send it again, or call them.")
    return ""


class Written(Listing):
    """One writing: its words, and the state of each message."""

    header_icon = "mail"
    filterset_class = WrittenFilters
    about_template = "events/cms/writing.html"
    verbose_name_plural = gettext_lazy("messages")
    columns = [
        TitleColumn("person", label=gettext_lazy("To"), accessor="person.name", get_url=message_url),
        Column("get_channel_display", label=gettext_lazy("Channel")),
        StatusTagColumn(
            "get_state_display", label=gettext_lazy("State"), primary=lambda message: message.state in TROUBLE
        ),
        Column("why", label=gettext_lazy("Why")),
        Column("sent_at", label=gettext_lazy("Sent or done"), accessor=lambda message: moments.short(message.sent_at)),
        Column("to_do", label=gettext_lazy("What to do"), accessor=to_do, width="25%"),
    ]

    @cached_property
    def writing(self):
        rows = Writing.objects.select_related("date__page", "date__venue", "forum", "made_by")
        return get_object_or_404(rows, public_id=self.kwargs["writing"], **self.which)

    def get_page_title(self):
        return str(self.writing.subject)

    def get_base_queryset(self):
        return writing.messages(self.writing).select_related("person").order_by("pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(writing=self.writing, counts=writing.counts(self.writing), **kwargs)


class WrittenList(EventScreen, Written):
    permission_policy = POLICY
    which = {"date__isnull": False}

    @property
    def event(self):
        return self.writing.date.page

    def trail(self):
        return [*super().trail(), (url_of(self.writing.date), when(self.writing.date))]


class WrittenToMembers(ForumScreen, Written):
    which = {"forum__isnull": False}

    @property
    def forum(self):
        return self.writing.forum

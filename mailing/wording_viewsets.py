"""The menu "Words of messages" of the CMS: what each kind of message says, in each language, and how it looks."""

from django import forms
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets import AdminAutoHeightTextInput

from accounts import access
from accounts.cms import Button, PeoplePolicy, PeopleViewSet, Screen, VerbView
from accounts.models import Person
from content import moments
from content.ids import random_key
from mailing import outbox, outlines, registry, rendering, wordings
from mailing.models import Message, MessageWording

POLICY = PeoplePolicy(MessageWording)
LANGUAGES = dict(settings.LANGUAGES)
READERS = 10  # recent messages of which one can be chosen for a preview


def url_of(kind, language):
    return reverse("wordings_cms:words", args=[kind, language])


# --- The list


class WordingList(Screen, TemplateView):
    permission_policy = POLICY
    template_name = "mailing/cms/wordings.html"
    page_title = gettext_lazy("Words of messages")
    header_icon = "edit"

    def get_context_data(self, **kwargs):
        latest = {(row.kind, row.language): row for row in MessageWording.objects.latest_of_each()}
        return super().get_context_data(
            rows=[(kind.label, list(self._cells(kind.name, latest))) for kind in wordings.editable()],
            languages=LANGUAGES.values(),
            unspoken=list(_without_catalogue()),
            **kwargs,
        )

    def _cells(self, kind, latest):
        for code in LANGUAGES:
            yield url_of(kind, code), state_of(latest.get((kind, code)), code)


def state_of(latest, language):
    """Whose words hold, in a few words; `latest` is the last version or None."""
    if latest and latest.body:
        return _("Ours, since %(when)s") % {"when": moments.short(latest.made_at)}
    return _("As the site came") if wordings.has_catalogue(language) else _("None yet")


def _without_catalogue():
    """Pairs of a language that the site itself does not speak, and how many people read it."""
    for code, name in LANGUAGES.items():
        if not wordings.has_catalogue(code):
            yield name, Person.objects.filter(language=code).count()


# --- One kind in one language


class WordsForm(forms.Form):
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter a subject.")},
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        widget=AdminAutoHeightTextInput,
        error_messages={"required": gettext_lazy("Enter a text.")},
    )
    reader = forms.ChoiceField(
        label=gettext_lazy("Preview as it was for"),
        required=False,
        help_text=gettext_lazy("That you looked is kept in the access log."),
    )
    was = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, outline, readers, **kwargs):
        super().__init__(*args, **kwargs)
        self.outline = outline
        self.fields["reader"].choices = [("", _("Nobody: what differs stands in brackets")), *readers]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                wordings.check(self.outline, cleaned["subject"], cleaned["body"])
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return cleaned


class WordsScreen:
    permission_policy = POLICY

    @cached_property
    def kind(self):
        kind = registry.kinds.get(self.kwargs["kind"])
        if kind is None or not kind.editable or self.kwargs["language"] not in LANGUAGES:
            raise Http404
        return kind

    @property
    def language(self):
        return self.kwargs["language"]

    @cached_property
    def versions(self):
        return list(MessageWording.objects.of(self.kind.name, self.language).select_related("made_by"))

    def trail(self):
        return [(reverse("wordings_cms:index"), _("Words of messages"))]

    def get_success_url(self):
        return url_of(self.kind.name, self.language)

    back = get_success_url


class EditWords(WordsScreen, VerbView):
    """The words of one kind: Save, or look at them first, or send them to oneself."""

    form_class = WordsForm
    template_name = "mailing/cms/words.html"
    header_icon = "edit"

    def get_page_title(self):
        return f"{self.kind.label}: {LANGUAGES[self.language]}"

    @cached_property
    def outline(self):
        return outlines.of(self.kind, self.language)

    def get_initial(self):
        chosen = next((row for row in self.versions if str(row.pk) == self.request.GET.get("from")), None)
        start = chosen or (self.versions[0] if self.versions else None)
        start = start if start and start.body else self.outline
        return {"subject": start.subject, "body": start.body, "was": self.versions[0].pk if self.versions else None}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "outline": self.outline,
            "readers": [(message.public_id, self._told(message)) for message in self.readers],
        }

    @cached_property
    def readers(self):
        """Recent messages that tell of what this kind tells of; one about the same serves where there was none yet."""
        alike = [name for name, kind in registry.kinds.items() if kind.context is self.kind.context]
        recent = Message.objects.filter(kind__in=alike, sensitive=False).exclude(about="").order_by("-created_at")
        return list(recent.select_related("person")[:READERS])

    def _told(self, message):
        return f"{message.label}, {moments.short(message.created_at)} ({message.public_id})"

    def form_valid(self, form):
        if "preview" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, preview=self.preview(form)))
        return super().form_valid(form)

    def preview(self, form):
        """The words rendered; where the chosen reader's rows are gone, why there is nothing to see."""
        words = self.words(form)
        message = next((each for each in self.readers if each.public_id == form.cleaned_data["reader"]), None)
        if message is None:
            return rendering.example(self.kind, words)
        access.record(
            by=self.request.user,
            action=access.Action.VIEWED,
            what=f"message {message.public_id}",
            person=message.person,
        )
        try:
            return rendering.render(self.as_this_kind(message), words)
        except (LookupError, ObjectDoesNotExist):
            form.add_error("reader", _("What this message told of is gone. Choose another."))

    def as_this_kind(self, message):
        told = {"about": message.about, "context": message.context, "person": message.person}
        return Message(kind=self.kind.name, language=self.language, **told)

    def words(self, form):
        return wordings.Words(form.cleaned_data["subject"], form.cleaned_data["body"], self.language)

    def act(self, form):
        given = {name: form.cleaned_data[name] for name in ("subject", "body")}
        if "test" in self.request.POST:
            return self.send_test(given)
        name, language = self.kind.name, self.language
        wordings.save(kind=name, language=language, by=self.request.user, was=form.cleaned_data["was"], **given)
        return _("Saved. Every message that goes out from now on has these words.")

    def send_test(self, given):
        outbox.queue(
            kind="wording_test",
            once=f"wording_test:{random_key()}",
            to=self.request.user.email,
            context={"kind": self.kind.name, **given},
            language=self.language,
        )
        return _("A test is on its way to %(address)s.") % {"address": self.request.user.email}

    def get_context_data(self, **kwargs):
        in_force = wordings.in_force(self.kind.name, self.language)
        return super().get_context_data(
            outline=self.outline,
            versions=self.versions,
            can_go_back=in_force is not None,
            subject_names=self.outline.in_subject.items(),
            value_names=self.outline.values.items(),
            **kwargs,
        )


class GoBack(WordsScreen, Button):
    def act(self):
        wordings.go_back(kind=self.kind.name, language=self.language, by=self.request.user)
        return _("The words that the site came with hold again. Yours are kept below.")


class WordingsMenu(PeopleViewSet):
    name = "message-words"
    url_namespace = "wordings_cms"
    permission_policy = POLICY
    icon = "edit"
    menu_label = gettext_lazy("Words of messages")
    menu_order = 261

    def get_urlpatterns(self):
        return [
            path("", WordingList.as_view(), name="index"),
            path("<slug:kind>/<slug:language>/", EditWords.as_view(), name="words"),
            path("<slug:kind>/<slug:language>/go-back/", GoBack.as_view(), name="go_back"),
        ]


wordings_menu = WordingsMenu()

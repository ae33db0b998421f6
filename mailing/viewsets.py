"""The menu "Messages" of the CMS: what was sent and what became of it, and what is to be done by hand."""

import django_filters
from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button as LinkButton

from accounts.cms import Button, Listing, PageScreen, PeoplePolicy, PeopleViewSet, VerbView
from accounts.models import Person
from accounts.viewsets import PersonPanel
from content import moments
from mailing import outbox, registry
from mailing.models import Message
from mailing.rendering import organisation

POLICY = PeoplePolicy(Message)
State = Message.State
# States that ask for an officer's eye, in the order in which they are counted above the list.
TROUBLE = [State.FAILED, State.BOUNCED, State.COMPLAINED, State.WITHHELD]


def url_of(message):
    return reverse("messages_cms:message", args=[message.public_id])


def label_of(message):
    """What officers call this kind of message; the bare name of a kind that is no longer known."""
    kind = registry.kinds.get(message.kind)
    return kind.label if kind else message.kind


def due(message):
    """When it goes out; of a task by when it must be done, or since when it waits where there is no such time."""
    if message.state != State.TASK:
        return moments.short(message.due_at)
    by, since = moments.short(message.do_by), moments.short(message.due_at)
    return _("by %(moment)s") % {"moment": by} if by else _("waits since %(moment)s") % {"moment": since}


def counts(*states):
    """Pairs of a state and how many messages are in it, for the states that there are."""
    found = dict(Message.objects.filter(state__in=states).order_by().values_list("state").annotate(Count("pk")))
    return [(state, found[state]) for state in states if state in found]


def kinds():
    return [(name, kind.label) for name, kind in registry.kinds.items()]


# --- The list


class MessageFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=State, empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("Channel"),
        choices=Message.Channel,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=kinds, empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Message
        fields = ["state", "channel", "kind"]


class MessageList(Listing):
    permission_policy = POLICY
    page_title = gettext_lazy("Messages")
    header_icon = "mail"
    filterset_class = MessageFilters
    search_hint = gettext_lazy("name, e-mail address, telephone number or reference")
    searched = "messages"
    about_template = "mailing/cms/counts.html"
    columns = [
        TitleColumn("kind", label=gettext_lazy("Message"), accessor=label_of, get_url=url_of),
        Column(
            "person", label=gettext_lazy("To"), accessor=lambda message: message.person.name if message.person else ""
        ),
        Column("get_channel_display", label=gettext_lazy("Channel")),
        StatusTagColumn(
            "get_state_display", label=gettext_lazy("State"), primary=lambda message: message.state in TROUBLE
        ),
        Column("why", label=gettext_lazy("Why")),
        Column("due_at", label=gettext_lazy("Due"), accessor=due),
        Column("sent_at", label=gettext_lazy("Sent or done"), accessor=lambda message: moments.short(message.sent_at)),
    ]

    @property
    def header_more_buttons(self):
        return [LinkButton(_("News"), url=reverse("news_cms:index"), icon_name="mail")]

    def get_base_queryset(self):
        """What is to be done by hand stands in the order in which it is due, all else the newest first."""
        messages = Message.objects.select_related("person")
        return messages.most_urgent_first() if self.request.GET.get("state") == State.TASK else messages

    def matching(self, queryset, text):
        return queryset.filter(person__in=Person.objects.matching(text))

    def get_context_data(self, **kwargs):
        return super().get_context_data(counts=counts(State.TASK, State.QUEUED, *TROUBLE), **kwargs)


# --- One message


class MessageScreen:
    permission_policy = POLICY

    @cached_property
    def message(self):
        return get_object_or_404(Message.objects.select_related("person", "done_by"), public_id=self.kwargs["message"])

    def trail(self):
        return [(reverse("messages_cms:index"), _("Messages")), (url_of(self.message), label_of(self.message))]

    def get_success_url(self):
        return url_of(self.message)

    back = get_success_url


class MessagePage(MessageScreen, PageScreen):
    """What was or would be said, and what became of it."""

    template_name = "mailing/cms/message.html"
    header_icon = "mail"

    def trail(self):
        return super().trail()[:1]

    def get_page_title(self):
        return label_of(self.message)

    def seen(self):
        return f"message {self.message.public_id}", self.message.person

    def get_context_data(self, **kwargs):
        refused = outbox.suppression(self.message.address) if self.message.channel == Message.Channel.EMAIL else None
        return super().get_context_data(message=self.message, words=words(self.message), refused=refused, **kwargs)

    @property
    def due(self):
        return due(self.message)

    @property
    def is_task(self):
        return self.message.state == State.TASK

    @property
    def can_be_sent_again(self):
        return self.may("handle") and not (self.message.sensitive or self.message.forget or self.is_task)


def words(message):
    """
    What an officer reads of a message: `subject` and `text`, or `silence`, why there is nothing.

    What was sent is shown as it was; what waits or is to be done by hand, as it would be written now.
    """
    if message.sensitive:
        return {"silence": _("The text of this message is not shown to anybody.")}
    if message.text:
        return said(message)
    if message.state not in (State.QUEUED, State.TASK):
        return {"silence": _("The text is no longer kept.")}
    try:
        return said(outbox.render(message))
    except (LookupError, ObjectDoesNotExist):
        return {"silence": _("This message can no longer be written, because what it tells of is gone.")}


def said(rendered):
    """Subject and text, which begins with the subject as its heading: it is said once."""
    return {"subject": rendered.subject, "text": rendered.text.removeprefix(rendered.subject).strip()}


class PrintView(MessagePage):
    """A task on paper, in large type: a letter to post, or the script of a call."""

    template_name = "mailing/cms/print.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(organisation=organisation(), **kwargs)


class SendAgain(MessageScreen, Button):
    def act(self):
        self.copy = outbox.send_again(self.message, by=self.request.user)
        if self.copy.state == State.TASK:
            return _("This is to be done by hand: see the script below.")
        if why := outbox.suppressed(self.copy.address):
            return _("It will not be sent: %(why)s. Correct the address on the person's page.") % {"why": why}
        return _("It is being sent again.")

    def back(self):
        return url_of(getattr(self, "copy", self.message))


class LiftForPerson(Button):
    """Write again to an address that came back, or that asked for no more."""

    permission_policy = POLICY

    @cached_property
    def person(self):
        return get_object_or_404(Person, public_id=self.kwargs["person"])

    @property
    def address(self):
        return self.person.address_to_write_to

    def act(self):
        outbox.lift(self.address, by=self.request.user, person=self.person)
        return _("We write to this address again. A message that was not sent can be sent again now.")

    def back(self):
        return reverse("people_cms:person", args=[self.person.public_id])


class Lift(MessageScreen, LiftForPerson):
    """The same on the page of a message, which may go to somebody who is not kept here."""

    @property
    def person(self):
        return self.message.person

    @property
    def address(self):
        return self.message.address


class Done(MessageScreen, Button):
    def act(self):
        outbox.done(self.message, by=self.request.user)
        return _("Noted as done.")


class NotReachedForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("What happened"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as: no answer on three days."),
    )


class NotReached(MessageScreen, VerbView):
    form_class = NotReachedForm
    page_title = gettext_lazy("Could not reach them")

    def act(self, form):
        outbox.not_reached(self.message, by=self.request.user, why=form.cleaned_data["why"])
        return _("Noted. Another way to reach them can be entered on the person's page.")


# --- Elsewhere


class MessagesPanel(PersonPanel):
    """The messages of one person, on their page."""

    order = 70
    template_name = "mailing/cms/messages_panel.html"

    def facts(self):
        rows = [(message, label_of(message), url_of(message)) for message in self.person.messages.all()]
        address = self.person.address_to_write_to
        return {"rows": rows, "refused": outbox.suppression(address) if address else None}


def person_panels(request, person, panels):
    if POLICY.user_has_permission(request.user, "view"):
        panels.append(MessagesPanel(person))


class MessagesDue(Component):
    """On the officer's first page: what is to be done by hand, each way of its own, and what did not arrive."""

    name = "messages_due"
    template_name = "mailing/cms/messages_due.html"
    order = 60
    BY_HAND = {
        Message.Channel.TELEPHONE: gettext_lazy("Calls to make"),
        Message.Channel.TEXT: gettext_lazy("Text messages to write"),
        Message.Channel.LETTER: gettext_lazy("Letters to post"),
        Message.Channel.EMAIL: gettext_lazy("E-mails to write by hand"),
    }

    def get_context_data(self, parent_context):
        tasks = Message.objects.tasks().order_by().values_list("channel").annotate(Count("pk"))
        by_hand = [(self.BY_HAND[channel], count, f"state=task&channel={channel}") for channel, count in tasks]
        trouble = [(state.label, count, f"state={state.value}") for state, count in counts(State.FAILED, State.BOUNCED)]
        return {"rows": by_hand + trouble, "index_url": reverse("messages_cms:index")}


def add_messages_due(request, panels):
    """For the hook `construct_homepage_panels`."""
    if POLICY.user_has_permission(request.user, "view"):
        panels.append(MessagesDue())


class MessagesMenu(PeopleViewSet):
    name = "messages"
    url_namespace = "messages_cms"
    permission_policy = POLICY
    icon = "mail"
    menu_label = gettext_lazy("Messages")
    menu_order = 260

    def get_urlpatterns(self):
        return [
            path("", MessageList.as_view(), name="index"),
            path("results/", MessageList.as_view(results_only=True), name="index_results"),
            path("<slug:message>/", MessagePage.as_view(), name="message"),
            path("<slug:message>/print/", PrintView.as_view(), name="print"),
            path("<slug:message>/send-again/", SendAgain.as_view(), name="send_again"),
            path("<slug:message>/lift/", Lift.as_view(), name="lift"),
            path("person/<slug:person>/lift/", LiftForPerson.as_view(), name="lift_for_person"),
            path("<slug:message>/done/", Done.as_view(), name="done"),
            path("<slug:message>/not-reached/", NotReached.as_view(), name="not_reached"),
        ]


messages_menu = MessagesMenu()

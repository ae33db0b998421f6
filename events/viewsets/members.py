"""Who belongs to a forum, in the CMS: the list with its filters, and the file."""

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import ExportView, Listing
from accounts.models import Person
from content.spreadsheets import telephone
from events import duplicates
from events.models import Membership
from events.viewsets.forums import ForumScreen
from events.viewsets.registrations import reach

State = Membership.State


def url_of_membership(membership):
    return reverse("forums_cms:membership", args=[membership.public_id])


class MemberFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[*State.choices, ("all", gettext_lazy("All"))],
        empty_label=gettext_lazy("All that have not ended"),
        method="of_state",
        widget=forms.RadioSelect,
    )
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"),
        choices=Membership.Role,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    term = django_filters.ChoiceFilter(
        label=gettext_lazy("Term"),
        choices=[("ending", gettext_lazy("Ends within 30 days, or is over")), ("over", gettext_lazy("Is over"))],
        empty_label=gettext_lazy("All"),
        method="of_term",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Membership
        fields = ["state", "role", "term"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data["state"] else queryset.not_ended()

    def of_state(self, queryset, name, value):
        return queryset if value == "all" else queryset.filter(state=value)

    def of_term(self, queryset, name, value):
        return queryset.with_term_over() if value == "over" else queryset.with_term_ending()


def since(membership):
    return date_format(timezone.localdate(membership.joined_at), "j M Y")


def term(membership):
    return date_format(membership.until, "j M Y") if membership.until else ""


def to_do(membership):
    """What an officer should look at, in words."""
    sentences = []
    if membership.answer_by:
        words = _("We are late: answer was due by %(day)s.") if membership.answer_is_late() else _("Answer by %(day)s.")
        sentences.append(words % {"day": date_format(membership.answer_by, "j M Y")})
    if membership.term_is_over():
        sentences.append(_("The term is over: end or extend it."))
    elif membership.term_ends_soon():
        sentences.append(_("The term ends soon."))
    if getattr(membership, "may_be_twice", False):
        sentences.append(_("May be here twice."))
    return " ".join(sentences)


class MemberList(ForumScreen, Listing):
    header_icon = "group"
    filterset_class = MemberFilters
    search_hint = gettext_lazy("name, e-mail address, telephone number or reference")
    about_template = "events/cms/forum.html"
    verbose_name_plural = gettext_lazy("members")
    columns = [
        TitleColumn("name", label=gettext_lazy("Name"), get_url=url_of_membership),
        StatusTagColumn("state_in_words", label=gettext_lazy("State"), primary=lambda row: row.state == State.MEMBER),
        Column("role", label=gettext_lazy("Role"), accessor=lambda row: row.get_role_display() if row.belongs else ""),
        Column("reach", label=gettext_lazy("Reach by"), accessor=reach),
        Column("joined_at", label=gettext_lazy("Since"), accessor=since),
        Column("until", label=gettext_lazy("Term ends"), accessor=term),
        Column("to_do", label=gettext_lazy("To do"), accessor=to_do, width="22%"),
    ]

    def trail(self):
        return super().trail()[:1]

    def get_page_title(self):
        return self.forum.title

    def get_searched(self):
        return f"members of forum {self.forum.pk}"

    def get_base_queryset(self):
        return self.forum.memberships.select_related("person").applications_first()

    def matching(self, queryset, text):
        typed = Q(name__icontains=text) | Q(email__icontains=text) | Q(public_id=text.lower())
        return queryset.filter(typed | Q(person__in=Person.objects.matching(text)))

    @cached_property
    def twice(self):
        return duplicates.of_forum(self.forum)

    def get_table(self, object_list):
        members = list(object_list)
        for member in members:
            member.may_be_twice = member.pk in self.twice
        return super().get_table(members)

    def get_context_data(self, **kwargs):
        return super().get_context_data(forum=self.forum, topics=self.forum.topics.all(), **kwargs)

    @property
    def header_buttons(self):
        if not self.may("handle"):
            return []
        return [
            HeaderButton(_("Add a member"), url=self.below("add"), icon_name="plus"),
            HeaderButton(_("Invite somebody"), url=self.below("find"), icon_name="mail"),
        ]

    @property
    def header_more_buttons(self):
        to_edit = reverse("wagtailadmin_pages:edit", args=[self.forum.pk])
        to_new = f"{reverse('events_cms:new')}?parent={self.forum.pk}"
        query = self.request.META["QUERY_STRING"]
        to_export = f"{self.below('export')}?{query}"
        buttons = [LinkButton(_("Edit the page"), url=to_edit, icon_name="edit")]
        if self.may("handle"):
            buttons.append(LinkButton(_("New event of this forum"), url=to_new, icon_name="calendar-alt"))
            to_write = f"{self.below('write')}?{query}"
            buttons.append(LinkButton(_("Write to these people"), url=to_write, icon_name="mail"))
            buttons.append(LinkButton(_("Export"), url=to_export, icon_name="download"))
            to_import = reverse("events_cms:import_forum", args=[self.forum.pk])
            buttons.append(LinkButton(_("Bring in a file"), url=to_import, icon_name="upload"))
        return buttons

    def below(self, name):
        return reverse(f"forums_cms:{name}", args=[self.forum.pk])


class MemberExport(ForumScreen, ExportView):
    listing = MemberList

    def file_name(self):
        return f"members-{self.forum.slug}-{timezone.localdate():%Y-%m-%d}"

    def header(self):
        return [str(label) for label, _value in EXPORTED]

    def rows(self, queryset):
        for membership in queryset:
            yield [value(membership) for _label, value in EXPORTED]


EXPORTED = [
    (gettext_lazy("Reference"), lambda row: row.public_id),
    (gettext_lazy("Name"), lambda row: row.name),
    (gettext_lazy("State"), lambda row: row.state_in_words),
    (gettext_lazy("Role"), lambda row: row.get_role_display()),
    (gettext_lazy("Reach by"), lambda row: row.person.get_channel_display() if row.person else ""),
    (gettext_lazy("E-mail address"), lambda row: row.email),
    (gettext_lazy("Telephone"), lambda row: telephone(row.telephone)),
    (gettext_lazy("What brings them here"), lambda row: row.why),
    (gettext_lazy("Since"), lambda row: f"{timezone.localdate(row.joined_at):%Y-%m-%d}"),
    (gettext_lazy("Term ends"), lambda row: f"{row.until:%Y-%m-%d}" if row.until else ""),
    (gettext_lazy("Pause ends"), lambda row: f"{row.paused_until:%Y-%m-%d}" if row.paused_until else ""),
]

"""The menu "Forums" of the CMS: the forums, who belongs to one, joining and leaving on somebody's behalf."""

import django_filters
from django import forms
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import ExportView, Listing, PeoplePolicy, PeopleViewSet, VerbView
from accounts.models import Person
from content.models import main_locale
from content.spreadsheets import telephone
from events import memberships, scheduling
from events.cms_forms import TopicsForm
from events.cms_guest_forms import BESIDE, MemberForm
from events.door import transaction_of_one_act
from events.models import EventDate, ForumPage, Membership
from events.viewsets.dates import when
from events.viewsets.registrations import reach

POLICY = PeoplePolicy(Membership)
State = Membership.State


def url_of_forum(forum):
    return reverse("forums_cms:forum", args=[forum.pk])


def with_next_date(forums):
    """The forums as a list, each with its `next_date` in words, or "". One query for all of them."""
    forums = list(forums)
    for forum in forums:
        forum.next_date = ""
    dates = EventDate.objects.scheduled().upcoming().select_related("page").order_by("-starts_at")
    for date in dates:  # the first to come is the last to be written
        for forum in forums:
            if date.page.path.startswith(forum.path):
                forum.next_date = when(date)
    return forums


class ForumList(Listing):
    permission_policy = POLICY
    page_title = gettext_lazy("Forums")
    header_icon = "group"
    is_searchable = True
    search_fields = ["title"]
    search_backend_name = None
    verbose_name_plural = gettext_lazy("forums")
    columns = [
        TitleColumn("title", label=gettext_lazy("Forum"), get_url=url_of_forum),
        Column("members", label=gettext_lazy("Members")),
        Column("next_date", label=gettext_lazy("Next date")),
        BooleanColumn("open_to_join", label=gettext_lazy("People may join")),
        BooleanColumn("live", label=gettext_lazy("On the site")),
    ]

    def get_base_queryset(self):
        members = Count("memberships", filter=Q(memberships__state=State.MEMBER))
        return ForumPage.objects.filter(locale=main_locale()).annotate(members=members).order_by("title")

    def get_table(self, object_list):
        return super().get_table(with_next_date(object_list))


class ForumScreen:
    """What the pages about one forum share."""

    permission_policy = POLICY
    door = staticmethod(transaction_of_one_act)

    @cached_property
    def forum(self):
        return get_object_or_404(ForumPage, pk=self.kwargs["forum"])

    def trail(self):
        return [(reverse("forums_cms:index"), _("Forums")), (url_of_forum(self.forum), self.forum.title)]

    def get_success_url(self):
        return url_of_forum(self.forum)


# --- Members


class MemberFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[*State.choices, ("all", gettext_lazy("All"))],
        empty_label=gettext_lazy("All who have not left"),
        method="of_state",
        widget=forms.RadioSelect,
    )
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"),
        choices=Membership.Role,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Membership
        fields = ["state", "role"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data["state"] else queryset.exclude(state=State.LEFT)

    def of_state(self, queryset, name, value):
        return queryset if value == "all" else queryset.filter(state=value)


def url_of_person(membership):
    return reverse("people_cms:person", args=[membership.person.public_id]) if membership.person else None


def url_to_end(membership):
    return None if membership.state == State.LEFT else reverse("forums_cms:end", args=[membership.public_id])


class EndColumn(TitleColumn):
    """A link to end what has not ended."""

    empty_value_display = ""

    def get_value(self, instance):
        return super().get_value(instance) if self.get_link_url(instance, {}) else ""


class MemberList(ForumScreen, Listing):
    header_icon = "group"
    filterset_class = MemberFilters
    search_hint = gettext_lazy("name, e-mail address, telephone number or reference")
    about_template = "events/cms/forum.html"
    verbose_name_plural = gettext_lazy("members")
    columns = [
        TitleColumn("name", label=gettext_lazy("Name"), get_url=url_of_person),
        StatusTagColumn(
            "get_state_display", label=gettext_lazy("State"), primary=lambda member: member.state == State.MEMBER
        ),
        Column("get_role_display", label=gettext_lazy("Role")),
        Column("reach", label=gettext_lazy("Reach by"), accessor=reach),
        Column("joined_at", label=gettext_lazy("Joined"), accessor=lambda row: date_format(row.joined_at, "j M Y")),
        Column("until", label=gettext_lazy("Term ends")),
        EndColumn("end", label=gettext_lazy("End"), accessor=lambda member: _("End"), get_url=url_to_end),
    ]

    def trail(self):
        return super().trail()[:1]

    def get_page_title(self):
        return self.forum.title

    def get_searched(self):
        return f"members of forum {self.forum.pk}"

    def get_base_queryset(self):
        return self.forum.memberships.select_related("person").order_by("name", "pk")

    def matching(self, queryset, text):
        typed = Q(name__icontains=text) | Q(email__icontains=text) | Q(public_id=text.lower())
        return queryset.filter(typed | Q(person__in=Person.objects.matching(text)))

    def get_context_data(self, **kwargs):
        return super().get_context_data(forum=self.forum, topics=self.forum.topics.all(), **kwargs)

    @property
    def header_buttons(self):
        if not self.may("handle"):
            return []
        to_add = reverse("forums_cms:add", args=[self.forum.pk])
        return [HeaderButton(_("Add a member"), url=to_add, icon_name="plus")]

    @property
    def header_more_buttons(self):
        to_edit = reverse("wagtailadmin_pages:edit", args=[self.forum.pk])
        to_new = f"{reverse('events_cms:new')}?parent={self.forum.pk}"
        to_export = f"{reverse('forums_cms:export', args=[self.forum.pk])}?{self.request.META['QUERY_STRING']}"
        buttons = [LinkButton(_("Edit the page"), url=to_edit, icon_name="edit")]
        if self.may("handle"):
            buttons.append(LinkButton(_("New event of this forum"), url=to_new, icon_name="calendar-alt"))
            buttons.append(LinkButton(_("Export"), url=to_export, icon_name="download"))
        return buttons


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
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("Role"), lambda row: row.get_role_display()),
    (gettext_lazy("Reach by"), lambda row: row.person.get_channel_display() if row.person else ""),
    (gettext_lazy("E-mail address"), lambda row: row.email),
    (gettext_lazy("Telephone"), lambda row: telephone(row.telephone)),
    (gettext_lazy("What brings them here"), lambda row: row.why),
    (gettext_lazy("Joined"), lambda row: f"{timezone.localdate(row.joined_at):%Y-%m-%d}"),
    (gettext_lazy("Term ends"), lambda row: f"{row.until:%Y-%m-%d}" if row.until else ""),
]


# --- Joining and leaving


class AddMember(ForumScreen, VerbView):
    form_class = MemberForm
    template_name = "events/cms/guest_form.html"
    page_title = gettext_lazy("Add a member")
    submit_label = gettext_lazy("Add")
    beside = BESIDE

    def get_explanation(self):
        if self.forum.live and self.forum.open_to_join:
            return []
        return [_("Nobody can join now: first publish the forum's page with “People may join” selected.")]

    def act(self, form):
        typed = form.cleaned_data
        membership = memberships.join(
            forum=self.forum, key=typed["key"], guest=form.guest, why=typed["why"], by=self.request.user
        )
        words = {"name": membership.name, "reference": membership.public_id}
        return _("%(name)s is a member. Their reference is %(reference)s.") % words

    def get_success_buttons(self):
        return [messages.button(reverse("forums_cms:add", args=[self.forum.pk]), _("Add another"))]


class EndMembership(ForumScreen, VerbView):
    form_class = forms.Form
    page_title = gettext_lazy("End the membership")
    submit_label = gettext_lazy("End the membership")
    is_grave = True

    @cached_property
    def membership(self):
        return get_object_or_404(Membership.objects.select_related("forum"), public_id=self.kwargs["membership"])

    @property
    def forum(self):
        return self.membership.forum

    def get_page_subtitle(self):
        return self.membership.name

    def get_explanation(self):
        words = {"name": self.membership.name, "forum": self.forum.title}
        return [
            _("%(name)s is then no longer a member of %(forum)s.") % words,
            _("No message is sent: tell them yourself."),
        ]

    def act(self, form):
        membership = memberships.leave(membership=self.membership, by=self.request.user)
        return _("The membership of %(name)s has ended.") % {"name": membership.name}


class ForumTopics(ForumScreen, VerbView):
    form_class = TopicsForm
    page_title = gettext_lazy("Topics")

    def get_initial(self):
        return {"topics": self.forum.topics.all()}

    def act(self, form):
        scheduling.set_topics(page=self.forum, topics=form.cleaned_data["topics"], by=self.request.user)
        return _("The topics are changed.")


class ForumsMenu(PeopleViewSet):
    name = "forums"
    url_namespace = "forums_cms"
    permission_policy = POLICY
    icon = "group"
    menu_label = gettext_lazy("Forums")
    menu_order = 210

    def get_urlpatterns(self):
        return [
            path("", ForumList.as_view(), name="index"),
            path("results/", ForumList.as_view(results_only=True), name="index_results"),
            path("<int:forum>/", MemberList.as_view(), name="forum"),
            path("<int:forum>/results/", MemberList.as_view(results_only=True), name="forum_results"),
            path("<int:forum>/add/", AddMember.as_view(), name="add"),
            path("<int:forum>/topics/", ForumTopics.as_view(), name="topics"),
            path("<int:forum>/export/", MemberExport.as_view(), name="export"),
            path("members/<slug:membership>/end/", EndMembership.as_view(), name="end"),
        ]

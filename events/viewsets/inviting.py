"""Adding somebody to a forum and inviting them, in the CMS: somebody new, or somebody whom a search finds."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import Listing, VerbView
from accounts.models import Person
from events import memberships
from events.cms_member_forms import BESIDE, InviteForm, MemberForm
from events.viewsets.forums import ForumScreen
from events.viewsets.members import url_of_membership
from events.viewsets.registrations import reach_person


class FindPerson(ForumScreen, Listing):
    """Somebody whom we know, to invite or to add. Before a search it lists nobody."""

    permission_required = "handle"
    page_title = gettext_lazy("Invite somebody")
    header_icon = "mail"
    search_hint = gettext_lazy("name, e-mail address, telephone number or reference")
    about_template = "events/cms/find_person.html"
    verbose_name_plural = gettext_lazy("people")

    def get_searched(self):
        return "people"

    def get_base_queryset(self):
        return Person.objects.filter(merged_into=None)

    def get_queryset(self):
        return super().get_queryset() if self.looked_for else Person.objects.none()

    def matching(self, queryset, text):
        return queryset.matching(text)

    @property
    def columns(self):
        return [
            TitleColumn("name", label=_("Name"), get_url=self.to("invite")),
            Column("reach", label=_("Reach by"), accessor=reach_person),
            Column("public_id", label=_("Reference")),
            TitleColumn("invite", label=_("Invite"), accessor=lambda person: _("Invite"), get_url=self.to("invite")),
            TitleColumn("add", label=_("Add"), accessor=lambda person: _("Add as a member"), get_url=self.to("add")),
        ]

    def to(self, name):
        address = reverse(f"forums_cms:{name}", args=[self.forum.pk])
        return lambda person: f"{address}?person={person.public_id}"

    @property
    def header_buttons(self):
        to_new = reverse("forums_cms:invite", args=[self.forum.pk])
        return [HeaderButton(_("Invite somebody new"), url=to_new, icon_name="plus")]


class AddMember(ForumScreen, VerbView):
    form_class = MemberForm
    template_name = "events/cms/guest_form.html"
    page_title = gettext_lazy("Add a member")
    submit_label = gettext_lazy("Add")
    beside = BESIDE

    @cached_property
    def person(self):
        """Somebody whom the officer has found, or None for somebody new."""
        reference = self.request.GET.get("person")
        return get_object_or_404(Person, public_id=reference, merged_into=None) if reference else None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"person": self.person}

    def get_page_subtitle(self):
        return self.person.name if self.person else ""

    def get_explanation(self):
        if not self.forum.live:
            return [_("Nobody can be added now: first publish the forum's page.")]
        if self.person:
            return [_("We reach them by: %(reach)s.") % {"reach": reach_person(self.person)}]
        return [_("If we know them already, find them first: then they are not here twice.")]

    def act(self, form):
        typed = form.cleaned_data
        membership = memberships.join(why=typed["why"], **self.arguments(form))
        words = {"name": membership.name, "reference": membership.public_id}
        return _("%(name)s is a member. Their reference is %(reference)s.") % words

    def arguments(self, form):
        typed = form.cleaned_data
        return {
            "forum": self.forum,
            "key": typed["key"],
            "guest": form.guest,
            "agreed": form.agreed,
            "method": typed["method"],
            "person": self.person,
            "role": typed["role"],
            "until": typed["until"],
            "by": self.request.user,
        }

    def get_success_buttons(self):
        return [messages.button(reverse("forums_cms:add", args=[self.forum.pk]), _("Add another"))]


class InviteMember(AddMember):
    form_class = InviteForm
    page_title = gettext_lazy("Invite somebody")
    submit_label = gettext_lazy("Send the invitation")

    def act(self, form):
        membership = memberships.invite(words=form.cleaned_data["words"], **self.arguments(form))
        self.invited = membership
        return _("%(name)s is invited.") % {"name": membership.name}

    def get_success_buttons(self):
        return [messages.button(url_of_membership(self.invited), _("See the invitation"))]

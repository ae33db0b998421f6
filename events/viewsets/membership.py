"""One membership in the CMS: what they told us, what happened, and the buttons for what can be done with it now."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.cms import Button, PageScreen, VerbView
from events import cms_member_forms as forms
from events import duplicates, membership_history, membership_terms, memberships, resending
from events.models import Membership
from events.viewsets.forums import ForumScreen
from events.viewsets.members import to_do, url_of_membership
from mailing.models import Message
from mailing.viewsets import label_of as message_label
from mailing.viewsets import url_of as message_url

State = Membership.State


class MembershipScreen(ForumScreen):
    """What the pages about one membership share."""

    @cached_property
    def membership(self):
        rows = Membership.objects.select_related("forum", "person")
        return get_object_or_404(rows, public_id=self.kwargs["membership"])

    @property
    def forum(self):
        return self.membership.forum

    def trail(self):
        return [*super().trail(), (url_of_membership(self.membership), self.membership.name)]

    def get_success_url(self):
        return url_of_membership(self.membership)

    back = get_success_url


class MembershipPage(MembershipScreen, PageScreen):
    template_name = "events/cms/membership.html"
    header_icon = "user"

    def trail(self):
        return super().trail()[:-1]

    def get_page_title(self):
        return self.membership.name

    def seen(self):
        return membership_history.what(self.membership), self.membership.person

    def get_context_data(self, **kwargs):
        membership, may = self.membership, self.may("handle")
        membership.may_be_twice = membership.pk in duplicates.of_forum(self.forum)
        sent = Message.objects.filter(about=membership.public_id)
        return super().get_context_data(
            membership=membership,
            to_do=to_do(membership),
            lines=membership_history.of(membership),
            sent=[(message, message_label(message), message_url(message)) for message in sent],
            links=[(label, self._url(name)) for label, name in self.links()] if may else [],
            actions=[(label, self._url(name)) for label, name in self.buttons()] if may else [],
            end_label=self.end_label() if may else "",
            **kwargs,
        )

    def links(self):
        """Pairs of a label and the name of a form that asks more."""
        state = self.membership.state
        if state == State.APPLIED:
            yield _("Take them on"), "take_on"
            yield _("Do not take them on"), "do_not_take_on"
        if self.membership.belongs:
            yield _("Change the role"), "role"
            yield _("Change the term"), "term"
            yield (_("Pause") if state == State.MEMBER else _("Change the pause")), "pause"

    def buttons(self):
        """Pairs of a label and the name of an act that is done at once."""
        state = self.membership.state
        if state == State.INVITED:
            yield _("They say yes"), "yes"
            yield _("They say no"), "no"
        if state == State.PAUSED:
            yield _("End the pause"), "resume"
        if state == State.LEFT:
            yield _("Undo: they are a member again"), "restore"
        if not self.membership.has_ended:
            yield _("Send the link again"), "send_link"

    def end_label(self):
        return "" if self.membership.has_ended else End.titles[self.membership.state]

    def _url(self, name):
        return reverse(f"forums_cms:{name}", args=[self.membership.public_id])


class MembershipForm(MembershipScreen, VerbView):
    """A form about one membership, whose fields begin with what holds now."""

    beside = forms.BESIDE

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"membership": self.membership}

    def get_page_subtitle(self):
        return self.membership.name


class TakeOn(MembershipForm):
    form_class = forms.TakeOnForm
    page_title = gettext_lazy("Take them on")
    submit_label = gettext_lazy("Take them on")
    takes_on = True

    def get_explanation(self):
        yield _("They asked to join %(forum)s.") % {"forum": self.forum.title}
        if self.membership.why:
            yield _("What brings them: %(why)s") % {"why": self.membership.why}

    def act(self, form):
        membership = memberships.decide(
            membership=self.membership, takes_on=self.takes_on, by=self.request.user, **form.cleaned_data
        )
        return _("%(name)s will be told: %(state)s.") % {
            "name": membership.name,
            "state": membership.state_in_words.lower(),
        }


class DoNotTakeOn(TakeOn):
    form_class = forms.DoNotTakeOnForm
    page_title = gettext_lazy("Do not take them on")
    submit_label = gettext_lazy("Do not take them on")
    takes_on = False


class ChangeRole(MembershipForm):
    form_class = forms.RoleForm
    page_title = gettext_lazy("Role")

    def get_explanation(self):
        return [_("They are told when they become chair or carer representative.")]

    def act(self, form):
        role = form.cleaned_data["role"]
        membership_terms.change_role(membership=self.membership, role=role, by=self.request.user)
        return _("Their role is now: %(role)s.") % {"role": Membership.Role(role).label}


class ChangeTerm(MembershipForm):
    form_class = forms.TermForm
    page_title = gettext_lazy("Term")

    def get_explanation(self):
        return [_("They are told. We remind them when the last day is 30 days away, and list them for you.")]

    def act(self, form):
        membership_terms.set_term(membership=self.membership, until=form.cleaned_data["until"], by=self.request.user)
        return _("The term is changed. %(name)s will be told.") % {"name": self.membership.name}


class Pause(MembershipForm):
    form_class = forms.PauseForm
    page_title = gettext_lazy("Pause")
    submit_label = gettext_lazy("Pause")

    def get_explanation(self):
        return [_("Until they are back they book no places before others, and get no messages to members.")]

    def act(self, form):
        membership_terms.pause(membership=self.membership, until=form.cleaned_data["until"], by=self.request.user)
        return _("The membership is paused. %(name)s will be told.") % {"name": self.membership.name}


class End(MembershipForm):
    form_class = forms.EndForm
    is_grave = True
    titles = {
        State.APPLIED: gettext_lazy("Take the application back for them"),
        State.INVITED: gettext_lazy("Withdraw the invitation"),
        State.MEMBER: gettext_lazy("End the membership"),
        State.PAUSED: gettext_lazy("End the membership"),
    }

    def get_page_title(self):
        return self.titles.get(self.membership.state, _("This has ended"))

    submit_label = property(get_page_title)

    def get_explanation(self):
        if self.membership.belongs:
            words = {"name": self.membership.name, "forum": self.forum.title}
            return [_("%(name)s is then no longer a member of %(forum)s. You can undo it.") % words]
        if self.membership.state == State.INVITED:
            return [_("Their link then says that the invitation has ended. No message is sent.")]
        return [_("Only when they ask for it. To say no to them, do not take them on.")]

    def act(self, form):
        typed = form.cleaned_data
        ended = memberships.leave(
            membership=self.membership,
            by=self.request.user,
            words=typed.get("words", ""),
            tells=typed.get("tell", False),
        )
        return _("Ended: %(name)s, %(state)s.") % {"name": ended.name, "state": ended.state_in_words.lower()}


# --- Buttons


class Answer(MembershipScreen, Button):
    joins = True

    def act(self):
        membership = memberships.answer(membership=self.membership, joins=self.joins, by=self.request.user)
        return _("Noted: %(state)s.") % {"state": membership.get_state_display().lower()}


class Refuse(Answer):
    joins = False


class Resume(MembershipScreen, Button):
    def act(self):
        membership_terms.resume(membership=self.membership, by=self.request.user)
        return _("%(name)s is a member again, and will be told.") % {"name": self.membership.name}


class Restore(MembershipScreen, Button):
    def act(self):
        memberships.restore(membership=self.membership, by=self.request.user)
        return _("%(name)s is a member again, and will be told.") % {"name": self.membership.name}


class SendLink(MembershipScreen, Button):
    def act(self):
        resending.send_membership_link(self.membership, by=self.request.user)
        return _("%(name)s gets the link again.") % {"name": self.membership.name}

"""What somebody sees and does by the link to their membership. GET only shows; every act is a button that posts."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from content.models import in_this_language
from events import details, door, kind_words, links, membership_terms, memberships, papers
from events.membership_forms import PauseForm
from events.models import Membership
from events.models.forums import HowToJoin
from events.refusals import BookingRefused, JoiningRefused

State = Membership.State
HEADINGS = {
    State.APPLIED: gettext_lazy("We have your application"),
    State.INVITED: gettext_lazy("You are invited to join a forum"),
    State.MEMBER: gettext_lazy("You are a member of this forum"),
    State.PAUSED: gettext_lazy("Your membership is paused"),
    State.LEFT: gettext_lazy("You have left this forum"),
    State.DECLINED: gettext_lazy("About your application"),
    State.REFUSED: gettext_lazy("You said no to the invitation"),
}


def heading_of(membership):
    if membership.was_taken_back:
        return _("You have taken your application back")
    if membership.state == State.DECLINED and not membership.decision:
        return _("This invitation has ended")
    return HEADINGS[membership.state]


@method_decorator(never_cache, name="dispatch")
class MembershipScreen(View):
    """Loads the membership of the token."""

    def setup(self, request, *args, token, **kwargs):
        super().setup(request, *args, token=token, **kwargs)
        self.membership = links.find(Membership.objects.select_related("forum"), token)
        if self.membership is None:
            raise Http404

    @property
    def manage_path(self):
        return links.path(self.membership)

    def show(self, template, heading, *, status=200, **context):
        context |= {"heading": heading, "membership": self.membership, "manage_path": self.manage_path}
        return render(self.request, template, context, status=status)

    def act(self, verb, **arguments):
        """Do one of the verbs, then show the membership as it is, or the refusal in words."""
        try:
            with door.transaction_of_one_act():
                verb(membership=self.membership, **arguments)
        except (JoiningRefused, BookingRefused) as refused:
            return self.show("events/membership_refused.html", refused.messages[0], status=409)
        return redirect(self.manage_path)


class MembershipView(MembershipScreen):
    def get(self, request, **kwargs):
        membership = self.membership
        forum = membership.forum
        return self.show(
            "events/membership.html",
            heading_of(membership),
            state=membership.state,
            privacy=kind_words.PRIVACY,
            rows=details.summary(details.of_membership(membership)),
            papers=papers.for_membership(membership),
            forum_page=in_this_language(forum),
            may_join_again=forum.open_to_join and forum.how_to_join == HowToJoin.OPEN,
            may_ask_again=forum.open_to_join and forum.how_to_join == HowToJoin.APPLICATION,
        )


class LeaveView(MembershipScreen):
    """Asks once more before somebody leaves, or takes their application back."""

    def get(self, request, **kwargs):
        if not (self.membership.belongs or self.membership.state == State.APPLIED):
            return redirect(self.manage_path)
        if self.membership.belongs:
            return self.show("events/membership_leave.html", _("Do you want to leave this forum?"))
        return self.show("events/membership_leave.html", _("Do you want to take your application back?"))

    def post(self, request, **kwargs):
        return self.act(memberships.leave)


class PauseView(MembershipScreen, FormView):
    """Asks how long somebody wants to pause."""

    form_class = PauseForm
    template_name = "events/membership_pause.html"

    def get(self, request, **kwargs):
        return super().get(request, **kwargs) if self.membership.belongs else redirect(self.manage_path)

    def form_valid(self, form):
        return self.act(membership_terms.pause, until=form.until)

    def get_context_data(self, **kwargs):
        return super().get_context_data(manage_path=self.manage_path, **kwargs)


class MembershipActView(MembershipScreen):
    http_method_names = ["post"]

    def post(self, request, *, act, **kwargs):
        if act == "resume":
            return self.act(membership_terms.resume)
        return self.act(memberships.answer, joins=act == "join")

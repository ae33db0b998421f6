"""Joining a forum, question by question."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import drafts
from content.journeys import Step
from content.models import main_locale
from events import details, door, forms, links, memberships
from events.models import ForumPage, Membership
from events.refusals import JoiningRefused
from events.views.person_journey import PersonJourney


class Joining(PersonJourney):
    name = "join"
    button = gettext_lazy("Confirm and join")
    for_whom_form = forms.JoinForWhomForm
    check_template = "events/joining_check.html"
    confirmation_template = "events/joining_confirmation.html"

    def load(self, key):
        # The key of a page's translations is the one thing about a forum that no renaming or moving changes.
        self.forum = ForumPage.objects.filter(translation_key=key, locale=main_locale()).first()
        if self.forum is None:
            raise Http404

    @property
    def title(self):
        return details.title_of(self.forum)

    def back_address(self):
        page = details.in_this_language(self.forum)
        return page.url if page.live else None

    def get_steps(self):
        return [*self.person_steps(), Step("why", "", forms.WhyForm)]

    def finish(self, draft, answers):
        try:
            with door.transaction_of_one_act():
                memberships.join(forum=self.forum, key=draft.key, guest=self.guest_of(answers), why=answers["why"])
                drafts.discard(draft=draft)
        except JoiningRefused as refused:
            return self._refused(refused)
        return self.done(draft.key)

    def outcome_for(self, key):
        return Membership.objects.select_related("forum", "person").filter(key=key, forum=self.forum).first()

    def get_confirmation_context(self, outcome):
        return {
            "membership": outcome,
            "rows": details.summary(details.of_membership(outcome)),
            "manage_path": links.path(outcome),
        }

    def refusal(self):
        try:
            memberships.check_open(self.forum)
        except JoiningRefused as refused:
            return self._refused(refused)

    def _refused(self, refused):
        sentences = [_("You can look for another forum or an event, or get in touch with us.")]
        return self.refuse(refused.messages[0], sentences, status=410 if refused.code == "page_gone" else 409)

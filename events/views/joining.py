"""Joining a forum, question by question."""

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.consents import Purpose
from content import drafts
from content.journeys import Step
from content.models import in_this_language, main_locale
from events import details, door, forms, kind_words, links, memberships
from events.guests import Consent
from events.models import ForumPage, Membership
from events.models.forums import HowToJoin
from events.refusals import BookingRefused, JoiningRefused
from events.views.memberships import HEADINGS
from events.views.person_journey import PersonJourney


class Joining(PersonJourney):
    name = "join"
    for_whom_form = forms.JoinForWhomForm
    check_template = "events/joining_check.html"
    confirmation_template = "events/joining_confirmation.html"
    privacy = kind_words.PRIVACY
    answer_days = Membership.ANSWER_WITHIN.days

    def load(self, key):
        # The key of a page's translations is the one thing about a forum that no renaming or moving changes.
        self.forum = ForumPage.objects.filter(translation_key=key, locale=main_locale()).first()
        if self.forum is None:
            raise Http404

    @property
    def title(self):
        return details.title_of(self.forum)

    @property
    def applies(self):
        """Whether people ask, and we decide."""
        return self.forum.how_to_join == HowToJoin.APPLICATION

    @property
    def button(self):
        return _("Confirm and ask to join") if self.applies else _("Confirm and join")

    def back_address(self):
        page = in_this_language(self.forum)
        return page.url if page.live else None

    def get_steps(self):
        return [*self.person_steps(), Step("why", "", forms.WhyForm)]

    def finish(self, draft, answers):
        agreed = [Consent(purpose=Purpose.REGISTRATION, given=True, text=str(self.privacy))]
        guest = self.guest_of(answers)
        try:
            with door.transaction_of_one_act():
                memberships.join(forum=self.forum, key=draft.key, guest=guest, why=answers["why"], agreed=agreed)
                drafts.discard(draft=draft)
        except (JoiningRefused, BookingRefused) as refused:
            return self._refused(refused)
        return self.done(draft.key)

    def outcome_for(self, key):
        return Membership.objects.select_related("forum", "person").filter(key=key, forum=self.forum).first()

    def get_confirmation_context(self, outcome):
        joined = outcome.state == Membership.State.MEMBER
        return {
            "heading": _("You are now a member") if joined else HEADINGS[outcome.state],
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
        if refused.code == "by_invitation":
            sentences.insert(0, _("If you would like to be asked, tell us."))
        return self.refuse(refused.messages[0], sentences, status=410 if refused.code == "page_gone" else 409)

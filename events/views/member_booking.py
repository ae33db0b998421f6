"""Taking a place by the link to a membership, which says who it is: a member may go first."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from events import links
from events.models import EventDate, Membership
from events.views.booking import Booking


class MemberBooking(Booking):
    name = "member_book"
    is_member = True
    people = {}  # whom the reader's account may have claimed is no matter here

    def load(self, token, public_id):
        self.membership = links.find(Membership.objects.select_related("forum"), token)
        if self.membership is None or self.membership.person is None:
            raise Http404
        dates = EventDate.objects.of_forum(self.membership.forum).select_related("page", "venue")
        self.date = get_object_or_404(dates, public_id=public_id)

    @property
    def purpose(self):
        """Without the token, which is a secret."""
        return f"{self.name}:{self.membership.public_id}:{self.date.public_id}"

    def back_address(self):
        return links.path(self.membership)

    def known(self, answers):
        return self.membership.person

    def knows_age(self, person):
        """Whoever joins says that they are 16 or over; so does an officer for whom they take on."""
        return person.is_16_or_over is not False

    def refusal(self):
        return self._not_a_member() or super().refusal()

    def finish(self, draft, answers):
        return self._not_a_member() or super().finish(draft, answers)

    def _not_a_member(self):
        if not Membership.objects.current().filter(pk=self.membership.pk).exists():
            sentences = [_("Only members book by this link."), _("You can still book on the page of the event.")]
            return self.refuse(_("You are not a member of this forum now"), sentences)

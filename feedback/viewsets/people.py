"""What feedback adds to a person's page in the CMS: which forms they were asked to answer, and what leads to them."""

from accounts.viewsets import PersonPanel
from feedback.models import Invitation, Response
from feedback.viewsets.responses import url_of_response
from feedback.viewsets.surveys import POLICY, url_of


class FeedbackPanel(PersonPanel):
    """Invitations, and answers to forms that are not anonymous: that there is one, and not what it says."""

    order = 50
    template_name = "feedback/cms/person_panel.html"

    def facts(self):
        invitations = Invitation.objects.filter(registration__person=self.person).select_related("survey__page")
        responses = Response.objects.filter(registration__person=self.person).select_related("survey__page")
        return {
            "invitations": [(each, url_of(each.survey)) for each in invitations.order_by("-pk")],
            "responses": [(each, url_of_response(each)) for each in responses.order_by("-pk")],
        }


def person_panels(request, person, panels):
    """For the hook `construct_person_page`."""
    if POLICY.user_has_permission(request.user, "view"):
        panels.append(FeedbackPanel(person))

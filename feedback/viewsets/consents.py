"""Taking back for somebody what they agreed to when they answered a form, as they told us."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import permission_denied

from accounts.cms import VerbView
from accounts.consents import TAKEN_DOWN
from accounts.models.consents import Purpose
from feedback import consenting
from feedback.models import Response
from feedback.viewsets.responses import SEE_PERSON, url_of_response
from feedback.viewsets.surveys import POLICY, url_of


class WithdrawConsent(VerbView):
    """From the page of a response that leads to a person. Of any other nobody knows whose consent it is."""

    permission_policy = POLICY
    page_title = gettext_lazy("Withdraw consent")
    submit_label = gettext_lazy("Withdraw consent")
    is_grave = True

    class form_class(forms.Form):
        method = forms.ChoiceField(
            label=gettext_lazy("They told us"),
            choices=TAKEN_DOWN,
            widget=forms.RadioSelect,
            error_messages={"required": gettext_lazy("Select how they told us.")},
        )

    def dispatch(self, request, *args, **kwargs):
        return (
            super().dispatch(request, *args, **kwargs)
            if request.user.has_perm(SEE_PERSON)
            else permission_denied(request)
        )

    @cached_property
    def response(self):
        known = Response.objects.filter(registration__person__isnull=False)
        known = known.select_related("survey__page", "registration__person")
        return get_object_or_404(known, public_id=self.kwargs["response"])

    @cached_property
    def purpose(self):
        if self.kwargs["purpose"] not in consenting.FIELDS:
            raise Http404
        return Purpose(self.kwargs["purpose"])

    def trail(self):
        survey, here = self.response.survey, _("Response %(reference)s") % {"reference": self.response.public_id}
        above = [(reverse("feedback_cms:index"), _("Feedback")), (url_of(survey), survey.page.title)]
        return [*above, (url_of_response(self.response), here)]

    def get_explanation(self):
        return [
            _("What they take back: %s.") % self.purpose.label,
            _("It then holds for no answers of theirs to any form. The answers stay, and are counted."),
        ]

    def act(self, form):
        consenting.withdraw(
            person=self.response.registration.person,
            purpose=self.purpose,
            method=form.cleaned_data["method"],
            by=self.request.user,
        )
        return _("The consent is withdrawn.")

    def get_success_url(self):
        return url_of_response(self.response)


paths = [
    path("responses/<slug:response>/consents/<slug:purpose>/", WithdrawConsent.as_view(), name="withdraw_consent"),
]

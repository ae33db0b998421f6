"""Coming back to answers that were saved: by the link of a message, or by a code that was written down."""

from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from content import drafts, ids, limits, saving, views
from feedback import returning
from feedback.views.answering import Answering


def journey_of(request, draft):
    """The way through the form to which a saved draft belongs."""
    journey = Answering()
    journey.setup(request, public_id=returning.survey_id(draft))
    return journey


@method_decorator(never_cache, name="dispatch")
class SavedLinkView(View):
    """The page to which the link of a message leads. Only its button does anything: mail scanners open every link."""

    def dispatch(self, request, *args, token, **kwargs):
        if not drafts.is_token(token):
            raise Http404
        draft = drafts.find_saved(ids.split(token), journey=Answering.name)
        if draft is None:
            return render(request, "feedback/saved_gone.html", status=410)
        journey = journey_of(request, draft)
        return journey.refusal() or super().dispatch(request, draft, journey)

    def get(self, request, draft, journey):
        return render(request, "feedback/saved_link.html", {"draft": draft, "journey": journey})

    def post(self, request, draft, journey):
        return journey.come_back(draft)


@method_decorator(never_cache, name="dispatch")
class CodeView(FormView):
    form_class = saving.CodeForm
    template_name = "feedback/saved_code.html"

    def form_valid(self, form):
        most, seconds = saving.TRIES
        if not limits.is_within(self.request, purpose="saved code", most=most, seconds=seconds):
            return views.too_many(self.request)
        draft = drafts.find_saved(form.cleaned_data["code"], journey=Answering.name)
        if draft is None:
            form.add_error(
                "code", _("Enter the code as it was shown. We delete answers when they were sent or too old.")
            )
            return self.form_invalid(form)
        journey = journey_of(self.request, draft)
        return journey.refusal() or journey.come_back(draft)

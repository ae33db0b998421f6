"""Withdrawing answers by four words. They are posted, and stand in no address, no session and no draft."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from content import limits, views
from content.models import in_this_language
from feedback import listing, withdrawing
from feedback.forms import WordsForm
from feedback.models import Survey


@method_decorator(never_cache, name="dispatch")
class WithdrawView(FormView):
    """Asks for the words, shows which form and day they belong to and nothing of the answers, then withdraws."""

    form_class = WordsForm
    template_name = "feedback/withdraw.html"
    tries = (30, 300)  # of one network address, in seconds: 2 to the 40 words are far more than can be tried

    def post(self, request, *args, **kwargs):
        most, seconds = self.tries
        if not limits.is_within(request, purpose="withdraw", most=most, seconds=seconds):
            return views.too_many(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        words = form.cleaned_data["words"]
        try:
            if "withdraw" in self.request.POST:
                survey = withdrawing.withdraw(words=words)
                return redirect("withdrawn", survey.public_id)
            found = withdrawing.find(words)
        except ValidationError as refusal:
            form.add_error("words", refusal)
            return self.form_invalid(form)
        page = in_this_language(found.survey.page)
        return render(self.request, "feedback/withdraw_sure.html", {"words": words, "response": found, "page": page})


class WithdrawnView(TemplateView):
    """What was done, and the way to answer again. It looks the same to whoever opens its address."""

    template_name = "feedback/withdrawn.html"

    def get_context_data(self, public_id, **kwargs):
        survey = get_object_or_404(Survey.objects.select_related("page"), public_id=public_id)
        form = listing.form_of(in_this_language(survey.page))
        return super().get_context_data(form=form, is_open=form.state == listing.OPEN and form.page.live, **kwargs)

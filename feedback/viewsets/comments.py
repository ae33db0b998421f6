"""Reading what people wrote, before any of it reaches a design team."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts import access
from accounts.cms import Button, Screen, VerbView
from feedback import codebook, reviewing
from feedback.cms_forms import CommentFilter, MaskForm
from feedback.models import Comment
from feedback.viewsets.surveys import POLICY, SurveyScreen, url_of

AT_ONCE = 20  # comments on a page, as many as a person reads in one go


class CommentList(SurveyScreen, Screen, TemplateView):
    """Comments of a form without who wrote them. That they were read is logged."""

    template_name = "feedback/cms/comments.html"
    page_title = gettext_lazy("Comments")
    header_icon = "comment"

    def get_context_data(self, **kwargs):
        form = CommentFilter(self.request.GET)
        state = form.cleaned_data["state"] if form.is_valid() else ""
        comments = Comment.objects.filter(response__in=self.survey.responses.counted()).select_related("response")
        page = Paginator(comments.filter(state=state) if state else comments, AT_ONCE).get_page(
            self.request.GET.get("p")
        )
        what = f"comments of form {self.survey.public_id}"
        access.record(by=self.request.user, action=access.Action.VIEWED, what=what, rows=len(page.object_list))
        titles = {question.id: question.title for question in codebook.of(self.survey).own_words}
        return super().get_context_data(**kwargs) | {
            "survey": self.survey,
            "filter": form,
            "page": page,
            "rows": [(comment, titles.get(comment.question, comment.short_name)) for comment in page],
            "may_administer": self.may("administer"),
            "query": urlencode({"state": state}),
        }


class CommentScreen:
    """What acts on one comment share: they come back to the list."""

    permission_policy = POLICY

    @cached_property
    def comment(self):
        comments = Comment.objects.select_related("response__survey__page")
        return get_object_or_404(comments, pk=self.kwargs["comment"])

    def back(self):
        return reverse("feedback_cms:comments", args=[self.comment.response.survey.page_id])


class Clear(CommentScreen, Button):
    def act(self):
        reviewing.clear(comment=self.comment, by=self.request.user)
        return _("The comment may be shown.")


class Withhold(CommentScreen, Button):
    def act(self):
        reviewing.withhold(comment=self.comment, by=self.request.user)
        return _("The comment is withheld.")


class Mask(CommentScreen, VerbView):
    form_class = MaskForm
    page_title = gettext_lazy("Mask a comment")
    submit_label = gettext_lazy("Mask")

    def trail(self):
        survey = self.comment.response.survey
        return [
            (reverse("feedback_cms:index"), _("Feedback")),
            (url_of(survey), survey.page.title),
            (self.back(), _("Comments")),
        ]

    def get_initial(self):
        return {"text": self.comment.text}

    def get_explanation(self):
        return [_("What was written is kept under restricted access. Nobody else sees it.")]

    def act(self, form):
        reviewing.mask(comment=self.comment, text=form.cleaned_data["text"], by=self.request.user)
        return _("The comment is masked, and may be shown.")

    def get_success_url(self):
        return self.back()

"""Reading what people wrote, before any of it reaches a design team or the other officers."""

import re

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts import access
from accounts.cms import Button, PeoplePolicy, Screen, VerbView
from accounts.models.consents import Purpose
from feedback import codebook, consenting, redacting, reviewing, triage
from feedback.cms_forms import CommentFilter, ConcernForm, MaskForm
from feedback.models import Comment, Response
from feedback.viewsets.surveys import SurveyScreen, url_of


class CommentPolicy(PeoplePolicy):
    """Officers view what was read; to read the rest, and to press the buttons, is a right of its own."""

    RIGHTS = {"view": "view", "handle": "redact"}


POLICY = CommentPolicy(Comment)
SEEN = re.compile(r"([0-9]{1,18}):(\w+)")  # a comment and its digest


def seen_by(user, comments):
    """Those of the comments that a user of the CMS may see."""
    return comments if POLICY.user_has_permission(user, "handle") else comments.reviewed()


class CommentList(SurveyScreen, Screen, TemplateView):
    """Comments of a form without who wrote them. That they were read is logged."""

    permission_policy = POLICY
    template_name = "feedback/cms/comments.html"
    page_title = gettext_lazy("Comments")
    header_icon = "comment"

    def get_context_data(self, **kwargs):
        form = CommentFilter(self.request.GET)
        state = form.cleaned_data["state"] if form.is_valid() else ""
        of_form = Comment.objects.filter(response__in=self.survey.responses.counted())
        responses = Response.objects.annotate(is_quotable=consenting.holds(Purpose.QUOTE))
        comments = seen_by(self.request.user, of_form).prefetch_related("concerns", Prefetch("response", responses))
        page = Paginator(comments.filter(state=state) if state else comments, reviewing.AT_ONCE).get_page(
            self.request.GET.get("p")
        )
        what = f"comments of form {self.survey.public_id}"
        access.record(by=self.request.user, action=access.Action.VIEWED, what=what, rows=len(page.object_list))
        titles = {question.id: question.title for question in reversed(codebook.of(self.survey).own_words)}
        rows = [_row(comment, titles) for comment in page]
        return super().get_context_data(**kwargs) | {
            "survey": self.survey,
            "filter": form,
            "page": page,
            "rows": rows,
            "unflagged": [row for row in rows if row["is_unflagged"]],
            "unread": of_form.filter(state=Comment.State.UNREAD).count(),
            "query": urlencode({"state": state}),
        }


def _row(comment, titles):
    return {
        "comment": comment,
        "title": titles.get(comment.question, comment.short_name),
        "pieces": redacting.pieces(comment),
        "concern": next((concern for concern in comment.concerns.all() if concern.is_open), None),
        "is_unflagged": reviewing.is_unflagged(comment),
        "shown_as": reviewing.shown_as(comment),
    }


class ClearSeen(SurveyScreen, Button):
    """Clears the unflagged comments of one page of the list, as they were shown there."""

    permission_policy = POLICY

    def act(self):
        pairs = filter(None, map(SEEN.fullmatch, self.request.POST.getlist("seen")))
        typed = {int(pair[1]): pair[2] for pair in pairs}
        own = Comment.objects.filter(response__in=self.survey.responses.counted(), pk__in=typed).values_list(
            "pk", flat=True
        )
        cleared = reviewing.clear_many(seen={pk: typed[pk] for pk in own}, by=self.request.user)
        said = ngettext("%(count)s comment may be shown.", "%(count)s comments may be shown.", cleared)
        left = len(typed) - cleared
        more = ngettext(
            "%(count)s was left, because it changed since you saw it.",
            "%(count)s were left, because they changed since you saw them.",
            left,
        )
        return " ".join([said % {"count": cleared}, *([more % {"count": left}] if left else [])])

    def back(self):
        return reverse("feedback_cms:comments", args=[self.survey.page_id])


class CommentScreen:
    """What acts on one comment share: they come back to the list."""

    permission_policy = POLICY

    @cached_property
    def comment(self):
        comments = Comment.objects.filter(response__is_test=False)
        comments = comments.select_related("response__survey__page", "response__registration__person")
        return get_object_or_404(seen_by(self.request.user, comments), pk=self.kwargs["comment"])

    def trail(self):
        survey = self.comment.response.survey
        return [
            (reverse("feedback_cms:index"), _("Feedback")),
            (url_of(survey), survey.page.title),
            (self.back(), _("Comments")),
        ]

    def back(self):
        return reverse("feedback_cms:comments", args=[self.comment.response.survey.page_id])

    get_success_url = back


class Clear(CommentScreen, Button):
    def act(self):
        reviewing.clear(comment=self.comment, by=self.request.user)
        return _("The comment may be shown.")


class Withhold(CommentScreen, Button):
    def act(self):
        reviewing.withhold(comment=self.comment, by=self.request.user)
        return _("The comment is withheld.")


class Mask(CommentScreen, VerbView):
    """Begins with what was found already masked; whoever reads it goes on from there."""

    form_class = MaskForm
    page_title = gettext_lazy("Mask a comment")
    submit_label = gettext_lazy("Mask")

    def get(self, request, *args, **kwargs):
        response = self.comment.response
        access.record(
            by=request.user,
            action=access.Action.VIEWED,
            what=f"comment of response {response.public_id}",
            person=response.registration and response.registration.person,
        )
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return {"text": redacting.suggestion(self.comment)}

    def get_explanation(self):
        found = [f"{found.text} ({found.kind.label})" for found in redacting.found_in(self.comment)]
        return [
            *([_("Masked below: %s.") % ", ".join(found)] if found else []),
            _("What was written is kept, and only those who may read unread comments see it."),
        ]

    def act(self, form):
        reviewing.mask(comment=self.comment, text=form.cleaned_data["text"], by=self.request.user)
        return _("The comment is masked, and may be shown.")


class RaiseConcern(CommentScreen, VerbView):
    """Whoever reads a comment makes the safety lead look at it."""

    permission_required = "view"
    form_class = ConcernForm
    page_title = gettext_lazy("Raise a concern")
    submit_label = gettext_lazy("Tell the safety lead")

    def get_explanation(self):
        lead = self.comment.response.survey.safety_lead
        return [
            _("%s is told, and looks at it within a working day.") % lead
            if lead
            else _("This form has no safety lead. Name one in its facts, who is then told."),
            _("Until they have written down what was done, nobody else sees the comment."),
            _("If somebody may be in danger now, ring them as well."),
        ]

    def act(self, form):
        triage.raise_concern(comment=self.comment, kind=form.cleaned_data["kind"], by=self.request.user)
        return _("The concern was raised.")


paths = [
    path("<int:page>/comments/", CommentList.as_view(), name="comments"),
    path("<int:page>/comments/clear/", ClearSeen.as_view(), name="clear_seen"),
    path("comments/<int:comment>/clear/", Clear.as_view(), name="clear"),
    path("comments/<int:comment>/mask/", Mask.as_view(), name="mask"),
    path("comments/<int:comment>/withhold/", Withhold.as_view(), name="withhold"),
    path("comments/<int:comment>/concern/", RaiseConcern.as_view(), name="raise_concern"),
]

"""The screens that change one fact of a topic. Each calls one verb."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.cms import Button, VerbView
from reviews import cms_forms, news, outcomes, progress, promises
from reviews.models import Milestone, Outcome, Promise, Topic, TopicStatus

# Sentences of the rows' rules -> the field that they are about.
BESIDE = {
    gettext_lazy("Enter an end that is not before the start."): "ends_on",
    gettext_lazy("Enter the reason why this cannot be done."): "reason",
}


class TopicScreen:
    """What the screens of one topic share: the trail to it, and the way back."""

    @cached_property
    def topic(self):
        return get_object_or_404(Topic, pk=self.kwargs["topic"]).specific.original

    def trail(self):
        return [(reverse("topics:index"), _("Topics")), (self.get_success_url(), self.topic.title)]

    def get_success_url(self):
        return reverse("topics:facts", args=[self.topic.pk])


class TopicForm(TopicScreen, VerbView):
    beside = BESIDE
    header_icon = "doc-full"
    takes_topic = False  # whether the form needs to know the topic

    def get_form_kwargs(self):
        return super().get_form_kwargs() | ({"topic": self.topic} if self.takes_topic else {})


class ChangeStatus(TopicForm):
    permission_policy, permission_required = ModelPermissionPolicy(TopicStatus), "add"
    form_class, takes_topic = cms_forms.StatusForm, True
    page_title = gettext_lazy("Change the status")

    def get_explanation(self):
        return [_("What was stated before stays in the history. The page shows the newest.")]

    def act(self, form):
        status = progress.change_status(topic=self.topic, by=self.request.user, **form.cleaned_data)
        return _("The status is now: %(status)s.") % {"status": status}


class AddMilestone(TopicForm):
    permission_policy, permission_required = ModelPermissionPolicy(Milestone), "add"
    form_class, takes_topic = cms_forms.MilestoneForm, True
    page_title = gettext_lazy("Add a milestone")
    submit_label = gettext_lazy("Add")

    def act(self, form):
        milestone = progress.add_milestone(topic=self.topic, by=self.request.user, **form.cleaned_data)
        return _("%(what)s was added.") % {"what": milestone}


class MilestoneScreen(TopicForm):
    permission_policy, permission_required = ModelPermissionPolicy(Milestone), "change"

    @cached_property
    def milestone(self):
        return get_object_or_404(Milestone, pk=self.kwargs["milestone"])

    @cached_property
    def topic(self):
        return self.milestone.topic.specific


class ChangeMilestone(MilestoneScreen):
    form_class, takes_topic = cms_forms.MilestoneForm, True
    page_title = gettext_lazy("Change the milestone")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.milestone}

    def act(self, form):
        milestone = progress.change_milestone(milestone=self.milestone, by=self.request.user, **form.cleaned_data)
        return _("%(what)s was changed.") % {"what": milestone}


class RemoveMilestone(MilestoneScreen):
    permission_required = "delete"
    form_class = forms.Form
    page_title = gettext_lazy("Remove the milestone")
    submit_label, is_grave = gettext_lazy("Remove"), True

    def get_explanation(self):
        return [_("“%(what)s” will be gone from the page. You cannot undo this.") % {"what": self.milestone}]

    def act(self, form):
        progress.remove_milestone(milestone=self.milestone, by=self.request.user)
        return _("The milestone was removed.")


class PromiseScreen(VerbView):
    """Promises hang on any page: from a topic's one goes back to its facts, from another page to its editor."""

    permission_policy, permission_required = ModelPermissionPolicy(Promise), "change"
    header_icon = "date"

    @cached_property
    def promise(self):
        return get_object_or_404(Promise.objects.select_related("page"), pk=self.kwargs["promise"])

    @cached_property
    def page(self):
        return self.promise.page.specific

    def trail(self):
        return [(self.get_success_url(), self.page.title)]

    def get_success_url(self):
        name = "topics:facts" if isinstance(self.page, Topic) else "wagtailadmin_pages:edit"
        return reverse(name, args=[self.page.pk])


class GivePromise(PromiseScreen):
    permission_required = "add"
    form_class = cms_forms.PromiseForm
    page_title = gettext_lazy("Promise to tell people")

    @cached_property
    def page(self):
        return get_object_or_404(Page, pk=self.kwargs["page"]).specific.original

    def act(self, form):
        promises.give(page=self.page, due=form.cleaned_data["by"], by=self.request.user)
        return _("The promise is on the page.")


class MovePromise(PromiseScreen):
    form_class = cms_forms.MovePromiseForm
    page_title = gettext_lazy("Another day for the promise")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.promise}

    def act(self, form):
        typed = form.cleaned_data
        promises.move(promise=self.promise, due=typed["by"], why_late=typed["why_late"], by=self.request.user)
        return _("The page says the new day.")


class KeepPromise(PromiseScreen):
    form_class = cms_forms.KeepPromiseForm
    page_title = gettext_lazy("The promise was kept")

    def act(self, form):
        promises.keep(promise=self.promise, on=form.cleaned_data["on"], by=self.request.user)
        return _("The page says that people were told.")


class RecordOutcome(TopicForm):
    permission_policy, permission_required = ModelPermissionPolicy(Outcome), "add"
    form_class = cms_forms.OutcomeForm
    page_title = gettext_lazy("Add an outcome")
    submit_label = gettext_lazy("Add")

    def act(self, form):
        outcomes.record(topic=self.topic, by=self.request.user, **form.cleaned_data)
        return _("The outcome was added.")


class OutcomeScreen(TopicScreen):
    permission_policy, permission_required = ModelPermissionPolicy(Outcome), "change"

    @cached_property
    def outcome(self):
        return get_object_or_404(Outcome, pk=self.kwargs["outcome"])

    @cached_property
    def topic(self):
        return self.outcome.topic.specific


class ChangeOutcome(OutcomeScreen, TopicForm):
    form_class = cms_forms.OutcomeForm
    page_title = gettext_lazy("Change the outcome")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.outcome}

    def act(self, form):
        outcomes.change(outcome=self.outcome, by=self.request.user, **form.cleaned_data)
        return _("The outcome was changed.")


class TellOutcome(OutcomeScreen, Button):
    def act(self):
        outcomes.tell(outcome=self.outcome, on=timezone.localdate(), by=self.request.user)
        return _("The outcome is on the page now.")

    def get_success_buttons(self):
        return news.offers_about([self.topic])

    def back(self):
        return self.get_success_url()

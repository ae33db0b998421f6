"""Themes of a topic: what many people said, and what was done about it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.cms import VerbView
from feedback import theming
from feedback.cms_forms import ThemeForm
from feedback.models import Theme
from feedback.viewsets.surveys import POLICY
from reviews.models import Topic


class ThemeView(VerbView):
    permission_policy = POLICY
    form_class = ThemeForm

    def trail(self):
        return [(reverse("feedback_cms:index"), _("Feedback")), (self.get_success_url(), self.topic.title)]

    def get_success_url(self):
        return reverse("topics:facts", args=[self.topic.pk])

    def get_explanation(self):
        return [_("Design teams read this. Describe what people said so that nobody can be known by it.")]


class RecordTheme(ThemeView):
    page_title = gettext_lazy("Add a theme")
    submit_label = gettext_lazy("Add")

    @cached_property
    def topic(self):
        return get_object_or_404(Topic, pk=self.kwargs["topic"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"topic": self.topic}

    def act(self, form):
        theming.record(topic=self.topic, **form.cleaned_data)
        return _("The theme was added.")


class ChangeTheme(ThemeView):
    page_title = gettext_lazy("Change a theme")

    @cached_property
    def theme(self):
        return get_object_or_404(Theme.objects.select_related("topic"), pk=self.kwargs["theme"])

    @property
    def topic(self):
        return self.theme.topic

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"topic": self.topic, "instance": self.theme}

    def act(self, form):
        theming.change(theme=self.theme, **form.cleaned_data)
        return _("The theme was changed.")

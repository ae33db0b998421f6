"""The forms of the menu "Topics". None of them writes: each is read by a view that calls a verb."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from accounts.cms import VerbModelForm
from content.models import main_locale
from reviews.models import DesignTeam, Milestone, Outcome, Promise, Topic, TopicStatus


class StatusForm(VerbModelForm):
    class Meta(VerbModelForm.Meta):
        model = TopicStatus
        fields = ["status", "since", "reason"]
        help_texts = {"reason": gettext_lazy("Why it is so, in a sentence that people read.")}
        error_messages = {
            "status": {"required": gettext_lazy("Select a status.")},
            "since": {"required": gettext_lazy("Enter the day since when it is so.")},
        }

    def __init__(self, *args, topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", "---------"), *topic.STATUSES()]


class MilestoneForm(VerbModelForm):
    class Meta(VerbModelForm.Meta):
        model = Milestone
        fields = ["kind", "title", "starts_on", "ends_on", "provisional", "url"]
        help_texts = {"provisional": gettext_lazy("Tick this while the date may still change.")}
        error_messages = {
            "kind": {"required": gettext_lazy("Select what kind of step this is.")},
            "title": {"required": gettext_lazy("Enter what happens, in a few words.")},
            "starts_on": {"required": gettext_lazy("Enter the day on which it starts.")},
            "ends_on": {"required": gettext_lazy("Enter the day on which it ends.")},
        }

    def __init__(self, *args, topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "---------"), *topic.MILESTONES()]
        self.fields["ends_on"].required = False

    def clean(self):
        typed = super().clean()
        typed["ends_on"] = typed.get("ends_on") or typed.get("starts_on")
        return typed


class PromiseForm(VerbModelForm):
    class Meta(VerbModelForm.Meta):
        model = Promise
        fields = ["by"]
        error_messages = {"by": {"required": gettext_lazy("Enter the day by which you will tell people.")}}


class MovePromiseForm(PromiseForm):
    class Meta(PromiseForm.Meta):
        fields = ["by", "why_late"]


class KeepPromiseForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Told on"),
        widget=AdminDateInput,
        initial=timezone.localdate,
        error_messages={"required": gettext_lazy("Enter the day on which you told people.")},
    )


class OutcomeForm(VerbModelForm):
    class Meta(VerbModelForm.Meta):
        model = Outcome
        fields = ["you_said", "we_did", "decision", "reason", "decided_on", "published_on"]
        help_texts = {
            "you_said": gettext_lazy("In plain words. Identify nobody."),
            "reason": gettext_lazy("Needed when something cannot be done."),
            "published_on": gettext_lazy("Empty while nobody may see it."),
        }
        error_messages = {
            "you_said": {"required": gettext_lazy("Enter what people said.")},
            "we_did": {"required": gettext_lazy("Enter what was done, or is done instead.")},
            "decision": {"required": gettext_lazy("Select what was decided.")},
            "decided_on": {"required": gettext_lazy("Enter the day of the decision.")},
        }


class TeamForm(VerbModelForm):
    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics"), queryset=Topic.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    emails = forms.CharField(
        label=gettext_lazy("Members"),
        help_text=gettext_lazy("E-mail addresses, one on each line. Who has no account yet gets one."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )

    class Meta(VerbModelForm.Meta):
        model = DesignTeam
        fields = ["name"]
        error_messages = {"name": {"required": gettext_lazy("Enter a name for the team.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = Topic.objects.filter(locale=main_locale(), alias_of=None).order_by("title")

    def clean_emails(self):
        emails = self.cleaned_data["emails"].split()
        for email in emails:
            try:
                validate_email(email)
            except ValidationError as error:
                message = _("Enter e-mail addresses in the correct format: %(email)s is not one.")
                raise ValidationError(message % {"email": email}) from error
        return emails

"""The forms of the CMS about the record of a date. They check what was typed; the verbs hold the rules and write."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from events.cms_needs_forms import officers
from events.models import Action, Note, Record


class KindField(forms.ChoiceField):
    def __init__(self, **kwargs):
        super().__init__(label=_("What you note"), choices=Note.Kind, widget=forms.RadioSelect, **kwargs)


class NotesForm(forms.Form):
    """What is typed in the meeting. `key` makes sure that a form that is sent twice is noted once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = KindField(initial=Note.Kind.SAID)
    text = forms.CharField(
        label=_("Notes"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Each line is one note. Write what was said, never who said it."),
        error_messages={"required": _("Enter what was asked or said.")},
    )


class NoteForm(forms.Form):
    kind = KindField()
    text = forms.CharField(
        label=_("Note"),
        max_length=Note.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Enter what was asked or said, or withhold the note.")},
    )


class PublishForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("Who can read it"), choices=Record.Audience.choices, required=False, widget=forms.RadioSelect
    )


class ActionForm(forms.Form):
    what = forms.CharField(
        label=_("What will be done"),
        max_length=Action._meta.get_field("what").max_length,
        help_text=Action._meta.get_field("what").help_text,
        error_messages={"required": _("Enter what will be done.")},
    )
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=None, required=False, empty_label=_("Nobody yet"))
    due_on = forms.DateField(label=_("By"), required=False, widget=AdminDateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = officers()


class ChangeActionForm(ActionForm):
    is_done = forms.BooleanField(label=_("It is done"), required=False)
    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=300,
        required=False,
        help_text=_("Needed when it is done. People read this once the record is published."),
    )

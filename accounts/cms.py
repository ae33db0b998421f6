"""
What the screens about people in the CMS share.

Wagtail's generic views of rows are never registered for people. A screen reads them, and its buttons call the verbs;
whoever opens one person's page, searches for somebody or takes a list away leaves a line in the access log.
"""

from functools import partial

from cryptography.fernet import InvalidToken
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts import access, encryption
from content.spreadsheets import csv_response, xlsx_response


class PeoplePolicy(ModelPermissionPolicy):
    """
    Who may do what with people's rows in the CMS.

    `view` reads them and `handle` presses the buttons that call our verbs, as the rights to view and to change say.
    `administer` is for those who may erase people. What generic views would do (add, change, delete) is refused to
    everybody, superusers too.
    """

    RIGHTS = {"view": "view", "handle": "change"}
    ERASE = "accounts.erase_person"

    def user_has_permission(self, user, action):
        if action == "administer":
            return user.has_perm(self.ERASE)
        return action in self.RIGHTS and super().user_has_permission(user, self.RIGHTS[action])

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission({self.RIGHTS[action] for action in actions if action in self.RIGHTS})


class PeopleViewSet(ViewSet):
    """A menu of the CMS, shown to those who may view the rows of its `permission_policy`."""

    permission_policy = None
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self):
        def is_shown(item, request):
            return self.permission_policy.user_has_permission(request.user, "view")

        return type("PeopleMenuItem", (MenuItem,), {"is_shown": is_shown})


class Screen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page of the CMS with its place in the trail. It says in `permission_policy` whose rows it shows."""

    permission_required = "view"
    page_title = ""

    def trail(self):
        """Pairs of address and label: the pages above this one."""
        return []

    def get_breadcrumbs_items(self):
        above = [{"url": url, "label": label} for url, label in self.trail()]
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *above, here]

    def may(self, action):
        """Whether this user has a right of the policy."""
        return self.user_has_permission(action)

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_handle=self.may("handle"), **kwargs)


class PageScreen(Screen, TemplateView):
    """A screen that shows what we hold of one person; that it was opened is logged."""

    def seen(self):
        """What is shown, for the log ("person 2x8k..."), and the person whom it is about, or None."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        what, person = self.seen()
        access.record(by=request.user, action=access.Action.VIEWED, what=what, person=person)
        return self.render_to_response(self.get_context_data())


# --- Lists


class SearchForm(forms.Form):
    q = forms.CharField(max_length=120)

    def __init__(self, *args, hint, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Find by %(what)s") % {"what": hint}
        self.fields["q"].error_messages["required"] = _("Enter a %(what)s.") % {"what": hint}


class Listing(Screen, BaseListingView):
    """
    A list with filters, which are part of the address. `<address>results/` is the list alone, for the filters' script.

    With a `search_hint` it has a search for a person, whose words are posted: they never stand in an address, where
    logs and histories would keep them, but encrypted. A search looks through everything and lets filters be.
    """

    template_name = "accounts/cms/listing.html"
    results_template_name = "accounts/cms/listing_results.html"
    paginate_by = 100
    search_hint = ""  # such as "name, telephone number or reference"
    searched = ""  # what is searched, for the access log, such as "people"
    about_template = None  # what stands above the table

    def get_index_url(self):
        return self.request.path.removesuffix("results/")

    def get_index_results_url(self):
        return f"{self.index_url}results/"

    @cached_property
    def looked_for(self):
        """The words that were searched for, or ""."""
        token = self.request.GET.get("found", "") if self.search_hint else ""
        try:
            return encryption.decrypt(token) if token else ""
        except InvalidToken as error:
            raise Http404 from error

    def matching(self, queryset, text):
        """The rows in which the words are found."""
        raise NotImplementedError

    def filter_queryset(self, queryset):
        return self.matching(queryset, self.looked_for) if self.looked_for else super().filter_queryset(queryset)

    def post(self, request, *args, **kwargs):
        self.form = SearchForm(request.POST, hint=self.search_hint)
        if not self.form.is_valid():
            return self.get(request, *args, **kwargs)
        access.record(by=request.user, action=access.Action.SEARCHED, what=self.get_searched())
        token = encryption.encrypt(self.form.cleaned_data["q"].strip())
        return redirect(f"{self.index_url}?{urlencode({'found': token})}")

    def get_searched(self):
        return self.searched

    def get_context_data(self, **kwargs):
        if self.search_hint:
            kwargs["person_search"] = getattr(self, "form", None) or SearchForm(
                initial={"q": self.looked_for}, hint=self.search_hint
            )
        return super().get_context_data(**kwargs)


# --- Forms and buttons that call verbs


class VerbModelForm(forms.ModelForm):
    """A form with the fields of a row that never writes into it: the verb checks the rules and saves."""

    class Meta:
        formfield_callback = formfield_for_dbfield

    def _post_clean(self):
        """Left out: here a ModelForm would fill its row and ask the row's rules without the verb's lock."""


class VerbView(Screen, FormView):
    """
    A form whose POST calls one verb, in `act`, which answers what to say when it was done.

    A refusal of the verb (ValidationError) is shown in its own words, beside the field that it names; `beside` says
    which field a rule of the row belongs to, as {the rule's sentence: field}.
    """

    permission_required = "handle"
    template_name = "accounts/cms/form.html"
    submit_label = gettext_lazy("Save")
    is_grave = False  # red button: something ends
    beside = {}
    door = staticmethod(partial(transaction.atomic, durable=True))  # the transaction of the verb

    def act(self, form):
        raise NotImplementedError

    def form_valid(self, form):
        try:
            with self.door():
                said = self.act(form)
        except ValidationError as refusal:
            add_refusal(form, refusal, self.beside)
            return self.form_invalid(form)
        messages.success(self.request, said, buttons=self.get_success_buttons())
        return redirect(self.get_success_url())

    def get_success_buttons(self):
        """What to do next, as `messages.button`."""
        return []

    def form_invalid(self, form):
        messages.validation_error(self.request, _("This was not saved. Correct what is marked below."), form)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "about": ", ".join(str(label) for _url, label in self.trail()[1:]),
            "explanation": self.get_explanation(),
            "has_unsaved_changes": context["form"].is_bound,
        }

    def get_explanation(self):
        """Sentences above the form."""
        return []


class FormBelow(VerbView):
    """A page that those may read who may view, with a form for those who may handle."""

    permission_required = "view"

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.may("handle") else self.get(request, *args, **kwargs)


def add_refusal(form, refusal, beside):
    """Show a ValidationError in a form: by the field that it names, else by the rule's own field, else at the top."""
    by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    beside = {str(sentence): field for sentence, field in beside.items()}
    for name, errors in by_field.items():
        for error in errors:
            sentence = error.messages[0]
            field = name if name in form.fields else beside.get(sentence) or beside.get(name)
            form.add_error(field if field in form.fields else None, sentence)


class Button(Screen, View):
    """
    A button: POST calls one verb and comes back, to where `next` says. A refusal is shown in the verb's own words.
    """

    permission_required = "handle"
    http_method_names = ["post"]
    door = staticmethod(partial(transaction.atomic, durable=True))  # the transaction of the verb

    def act(self):
        raise NotImplementedError

    def back(self):
        raise NotImplementedError

    def get_success_buttons(self):
        """What to do next, as `messages.button`."""
        return []

    def post(self, request, *args, **kwargs):
        try:
            with self.door():
                said = self.act()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, said, buttons=self.get_success_buttons())
        return redirect(get_valid_next_url_from_request(request) or self.back())


# --- Exports


class ExportForm(forms.Form):
    file_format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[("xlsx", gettext_lazy("Excel (XLSX)")), ("csv", gettext_lazy("CSV"))],
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select a format.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("What the file is for"),
        help_text=gettext_lazy("Kept in the access log. Name nobody here."),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter what the file is for.")},
    )


class ExportView(VerbView):
    """The rows of a `listing`, as it is filtered and searched in this address, as a file; logged with a reason."""

    form_class = ExportForm
    submit_label = gettext_lazy("Download")
    page_title = gettext_lazy("Export")
    listing = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.source = self.listing()
        self.source.setup(request, *args, **kwargs)

    def file_name(self):
        raise NotImplementedError

    def header(self):
        raise NotImplementedError

    def rows(self, queryset):
        raise NotImplementedError

    @cached_property
    def queryset(self):
        return self.source.get_queryset()

    def get_explanation(self):
        count = self.queryset.count()
        return [
            ngettext("The file will have %(count)s row.", "The file will have %(count)s rows.", count)
            % {"count": count},
            _("It holds personal data: keep it where only those who need it can open it, and delete it afterwards."),
        ]

    def form_valid(self, form):
        rows = list(self.rows(self.queryset))
        access.record(
            by=self.request.user,
            action=access.Action.EXPORTED,
            what=self.file_name(),
            rows=len(rows),
            reason=form.cleaned_data["reason"],
        )
        if form.cleaned_data["file_format"] == "csv":
            return csv_response(self.file_name(), self.header(), rows)
        return xlsx_response(self.file_name(), [(str(self.page_title), self.header(), rows)])

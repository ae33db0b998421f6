"""What is booked for several people of a date at once: added, changed, booked, not to be had, removed."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.cms import VerbView
from events import resourcing
from events.cms_needs_forms import ResourceForm, SettleForm
from events.models import AccessNeed, Resource
from events.needs import NEEDS
from events.viewsets.dates import DateScreen

Status = Resource.Status


class ResourceScreen(DateScreen, VerbView):
    """What the forms about the resources of a date share."""

    def trail(self):
        return [*super().trail(), (self.get_success_url(), _("Access needs"))]

    def get_success_url(self):
        return reverse("events_cms:needs", args=[self.date.public_id])


class AddResource(ResourceScreen):
    form_class = ResourceForm
    page_title = gettext_lazy("Book something for several people")
    submit_label = gettext_lazy("Add")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"date": self.date}

    def get_initial(self):
        """For the kind of need in the address: how many are usual, and everybody who still needs it."""
        code = self.request.GET.get("code", "")
        if code not in NEEDS:
            return {}
        asked = AccessNeed.objects.in_hand().filter(
            registration__date=self.date, code=code, status=AccessNeed.Status.ASKED
        )
        return {"code": code, "meets": asked, "owner": self.request.user} | resourcing.usual(self.date, code)

    def get_explanation(self):
        return [_("When it is booked, you note that, and the people who need it are told.")]

    def act(self, form):
        resource = resourcing.add(
            date=self.date, by=self.request.user, meets=form.cleaned_data["meets"], **form.facts
        )  # fmt: skip
        return _("%(what)s is to be booked.") % {"what": resource}


class SameResource(ResourceScreen):
    @cached_property
    def resource(self):
        return get_object_or_404(self.date.resources, pk=self.kwargs["resource"])

    def meets(self):
        return self.resource.needs.all()


class ChangeResource(SameResource):
    form_class = ResourceForm

    def get_page_title(self):
        return str(self.resource)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"date": self.date, "instance": self.resource}

    def get_initial(self):
        return {"meets": self.meets()}

    def act(self, form):
        resourcing.change(
            resource=self.resource,
            by=self.request.user,
            meets=form.cleaned_data["meets"],
            tell=form.tells,
            **form.facts,
        )
        return _("Saved.")


class SettleResource(SameResource):
    """Asks whether to tell the people whose needs it meets, then notes what became of it."""

    form_class = SettleForm

    VERBS = {
        "booked": (gettext_lazy("It is booked"), resourcing.book),
        "not-to-be-had": (gettext_lazy("It is not to be had"), resourcing.not_to_be_had),
        "to-book": (gettext_lazy("It is to be booked again"), resourcing.book_again),
        "remove": (gettext_lazy("Remove it"), resourcing.remove),
    }

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if kwargs["outcome"] not in self.VERBS:
            raise Http404
        self.outcome = kwargs["outcome"]
        self.submit_label, self.verb = self.VERBS[self.outcome]
        self.is_grave = self.outcome == "remove"

    def get_page_title(self):
        return f"{self.resource}: {self.submit_label}"

    def get_form_kwargs(self):
        asks = self.outcome == "not-to-be-had"
        return super().get_form_kwargs() | {"needs": self.concerned(), "asks_alternative": asks}

    def concerned(self):
        """The needs of which people hear: of those that it meets, when the outcome changes something for them."""
        is_booked = self.resource.status == Status.BOOKED
        return [] if self.outcome == "remove" and not is_booked else self.meets()

    def get_explanation(self):
        count = len(resourcing.concerned(self.concerned()))
        if not count:
            return [_("Nobody's need hangs on it, so nobody is told.")]
        words = ngettext("%(count)s person needs it.", "%(count)s people need it.", count)
        return [words % {"count": count}]

    def act(self, form):
        more = {"alternative": form.cleaned_data.get("alternative", "")} if self.outcome == "not-to-be-had" else {}
        self.verb(resource=self.resource, by=self.request.user, tell=form.tells, **more)
        return _("Noted.")

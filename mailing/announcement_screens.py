"""News in the CMS: written, looked at as it will be read, sent once, and what arrived."""

from django import forms
from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import Button, Listing, PeoplePolicy, PeopleViewSet, Screen, VerbView
from content import moments
from mailing import announcements, outbox, subjects
from mailing.models import Announcement, Message, Subscription

POLICY = PeoplePolicy(Announcement)


def url_of(announcement):
    return reverse("news_cms:news", args=[announcement.public_id])


def about(announcement):
    return subjects.title(announcement.about) or _("No longer public")


def offers(pairs):
    """
    Buttons that lead to news about something new: for each pair of a subject's key and its title, where anybody asked.
    """
    titles = dict(pairs)
    asked = Subscription.objects.confirmed().filter(about__in=titles).order_by().values_list("about", flat=True)
    address = reverse("news_cms:write")
    for key in dict.fromkeys(asked):
        label = _("Write to those who asked for news: %(title)s") % {"title": titles[key]}
        yield messages.button(f"{address}?{urlencode({'about': key})}", label)


class NewsList(Listing):
    permission_policy = POLICY
    page_title = gettext_lazy("News")
    header_icon = "mail"
    verbose_name_plural = gettext_lazy("news")
    columns = [
        TitleColumn("subject", label=gettext_lazy("Subject"), get_url=url_of),
        Column("about", label=gettext_lazy("About"), accessor=about),
        Column("get_language_display", label=gettext_lazy("Language")),
        Column(
            "queued_at", label=gettext_lazy("Sent"), accessor=lambda row: moments.short(row.queued_at) or _("Draft")
        ),
    ]

    def get_base_queryset(self):
        return Announcement.objects.order_by("-created_at", "-pk")

    @property
    def header_buttons(self):
        return [HeaderButton(_("Write"), url=reverse("news_cms:write"), icon_name="plus")] if self.may("handle") else []


class NewsForm(forms.Form):
    about = forms.ChoiceField(
        label=gettext_lazy("About"),
        choices=subjects.choices,
        help_text=gettext_lazy("Who asked for news of everything gets it as well."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Only those get it who read this language. Write it once in each."),
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=120,
        help_text=gettext_lazy("It can be read on a locked screen: name no topic and no condition here."),
        error_messages={"required": gettext_lazy("Enter the subject.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=10_000,
        help_text=gettext_lazy("Leave an empty line between paragraphs. An address becomes a link."),
        error_messages={"required": gettext_lazy("Enter the text.")},
    )


class Write(VerbView):
    permission_policy = POLICY
    form_class = NewsForm
    page_title = gettext_lazy("Write news")
    submit_label = gettext_lazy("Keep and look at it")

    def trail(self):
        return [(reverse("news_cms:index"), _("News"))]

    def get_explanation(self):
        return [_("Nothing is sent yet: you see it first as people will read it.")]

    def get_initial(self):
        """An offer to write links here with the subject chosen."""
        return {"about": self.request.GET.get("about", subjects.ALL), "language": settings.LANGUAGE_CODE}

    def act(self, form):
        self.announcement = announcements.write(by=self.request.user, **form.cleaned_data)
        return _("Kept as a draft.")

    def get_success_url(self):
        return url_of(self.announcement)


class NewsScreen:
    permission_policy = POLICY

    @cached_property
    def announcement(self):
        return get_object_or_404(Announcement, public_id=self.kwargs["news"])

    def trail(self):
        return [(reverse("news_cms:index"), _("News")), (url_of(self.announcement), self.announcement.subject)]

    def get_success_url(self):
        return url_of(self.announcement)

    back = get_success_url


class Change(NewsScreen, Write):
    page_title = gettext_lazy("Change")

    def get_initial(self):
        return {name: getattr(self.announcement, name) for name in NewsForm.base_fields}

    def act(self, form):
        announcements.change(announcement=self.announcement, **form.cleaned_data)
        return _("Changed.")


class NewsPage(NewsScreen, Screen, TemplateView):
    """What people will read or have read, how many get it, and what arrived."""

    template_name = "mailing/cms/news.html"
    header_icon = "mail"

    def trail(self):
        return super().trail()[:1]

    def get_page_title(self):
        return self.announcement.subject

    def get_context_data(self, **kwargs):
        row = self.announcement
        preview = Message(
            kind=announcements.KIND, language=row.language, context={"announcement": row.public_id}
        )  # of nobody, never saved
        return super().get_context_data(
            announcement=row,
            about=about(row),
            number=announcements.readers(row).count(),
            others=announcements.in_other_languages(row),
            arrived=announcements.arrived(row),
            text=outbox.render(preview).text,
            **kwargs,
        )


class Send(NewsScreen, Button):
    def act(self):
        with transaction.atomic():
            number = announcements.readers(self.announcement).count()
            if not announcements.send(announcement=self.announcement, by=self.request.user):
                return _("This was sent already. Nobody gets it twice.")
        words = ngettext("%(count)s person gets it now.", "%(count)s people get it now.", number)
        return words % {"count": number}


class NewsViewSet(PeopleViewSet):
    """Reached from the menu "Messages"."""

    name = "news"
    url_namespace = "news_cms"
    permission_policy = POLICY
    add_to_admin_menu = False

    def get_urlpatterns(self):
        return [
            path("", NewsList.as_view(), name="index"),
            path("results/", NewsList.as_view(results_only=True), name="index_results"),
            path("write/", Write.as_view(), name="write"),
            path("<slug:news>/", NewsPage.as_view(), name="news"),
            path("<slug:news>/change/", Change.as_view(), name="change"),
            path("<slug:news>/send/", Send.as_view(), name="send"),
        ]


news = NewsViewSet()

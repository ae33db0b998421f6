"""The menus "Events" and "Forums" of the CMS, and what events add to a person's page."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy

from accounts.cms import PeopleViewSet
from events.viewsets import (
    booking,
    changing,
    dates,
    events,
    gate,
    imports,
    needs,
    papers,
    places,
    registrations,
    resources,
    suppliers,
)
from events.viewsets.forums_menu import ForumsMenu
from events.viewsets.venues import VenueViewSet

__all__ = ["menus"]


def needs_paths():
    """The pages about the access needs of a date, and about what is booked for them."""
    views = [
        ("needs/", needs.NeedsList, "needs"),
        ("needs/choose/", needs.ChooseNeeds, "needs_choose"),
        ("needs/change/", needs.ChangeNeeds, "needs_change"),
        ("needs/arrange/", needs.Arrange, "needs_arrange"),
        ("needs/tell/", needs.Tell, "needs_tell"),
        ("needs/supplier/", suppliers.SupplierSheet, "supplier"),
        ("needs/supplier/export/", suppliers.SupplierExport, "supplier_export"),
        ("resources/add/", resources.AddResource, "add_resource"),
        ("resources/<int:resource>/", resources.ChangeResource, "resource"),
        ("resources/<int:resource>/<slug:outcome>/", resources.SettleResource, "settle_resource"),
    ]
    return [
        path("dates/<slug:date>/needs/results/", needs.NeedsList.as_view(results_only=True), name="needs_results"),
        *(path(f"dates/<slug:date>/{address}", view.as_view(), name=name) for address, view, name in views),
    ]


def registration_paths():
    """The page of one registration, and what is done with it there."""
    views = [
        ("", registrations.RegistrationPage, "registration"),
        ("cancel/", registrations.Cancel, "cancel"),
        ("needs-met/", needs.NeedsMet, "needs_met"),
        ("share-needs/", needs.Share, "share_needs"),
        ("accept/", registrations.Accept, "accept"),
        ("decline/", registrations.Decline, "decline"),
        ("restore/", registrations.Restore, "restore"),
        ("attendance/<slug:value>/", registrations.Attend, "attendance"),
        ("change/", changing.Change, "change_registration"),
        ("beyond/", changing.PlaceBeyond, "place_beyond"),
        ("wish/<slug:mode>/", changing.Wish, "wish"),
        ("unwish/", changing.Unwish, "unwish"),
        ("second-person/", changing.SecondPerson, "second_person"),
    ]
    return [
        path(f"registrations/<slug:registration>/{address}", view.as_view(), name=name) for address, view, name in views
    ]


class EventsMenu(PeopleViewSet):
    name = "events"
    url_namespace = "events_cms"
    permission_policy = dates.POLICY
    icon = "calendar-alt"
    menu_label = gettext_lazy("Events")
    menu_order = 220

    def get_urlpatterns(self):
        return [
            path("", dates.DateList.as_view(), name="index"),
            path("results/", dates.DateList.as_view(results_only=True), name="index_results"),
            path("new/", events.NewEvent.as_view(), name="new"),
            path("<int:page>/", events.EventDates.as_view(), name="event"),
            path("<int:page>/results/", events.EventDates.as_view(results_only=True), name="event_results"),
            path("<int:page>/add/", events.AddDate.as_view(), name="add_date"),
            path("<int:page>/topics/", events.EditTopics.as_view(), name="topics"),
            path("dates/<slug:date>/", registrations.RegistrationList.as_view(), name="date"),
            path(
                "dates/<slug:date>/results/",
                registrations.RegistrationList.as_view(results_only=True),
                name="date_results",
            ),
            path("dates/<slug:date>/change/", dates.ChangeDate.as_view(), name="change"),
            path("dates/<slug:date>/places/", places.Places.as_view(), name="places"),
            re_path(r"^dates/(?P<date>[\w-]+)/offers/(?P<act>pause|resume)/$", places.Offers.as_view(), name="offers"),
            path("dates/<slug:date>/open/", gate.OpenDespite.as_view(), name="open_despite"),
            path("dates/<slug:date>/book/", booking.Book.as_view(), name="book"),
            *imports.paths(),
            path("dates/<slug:date>/cancel/", dates.CancelDate.as_view(), name="cancel_date"),
            path("dates/<slug:date>/export/", registrations.RegistrationExport.as_view(), name="export"),
            path("dates/<slug:date>/print/", registrations.PrintList.as_view(), name="print"),
            path("dates/<slug:date>/papers/", papers.PaperList.as_view(), name="papers"),
            path(
                "dates/<slug:date>/papers/results/", papers.PaperList.as_view(results_only=True), name="paper_results"
            ),
            path("dates/<slug:date>/papers/add/", papers.AddPaper.as_view(), name="add_paper"),
            path("papers/<slug:paper>/", papers.OpenPaper.as_view(), name="paper"),
            path("papers/<slug:paper>/remove/", papers.RemovePaper.as_view(), name="remove_paper"),
            *needs_paths(),
            *registration_paths(),
        ]


menus = [ForumsMenu(), EventsMenu(), VenueViewSet()]

"""The menu "Events" of the CMS: every address of it, and the page that stands there."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy

from accounts.cms import PeopleViewSet
from events.viewsets import (
    booking,
    changing,
    claims,
    dates,
    desk,
    events,
    expenses,
    gate,
    imports,
    needs,
    papers,
    places,
    posters,
    reaching,
    records,
    registrations,
    resources,
    series,
    suppliers,
    writing,
)

# Lists, which answer also at `results/` with their rows alone.
LISTS = [
    ("", dates.DateList, "index"),
    ("<int:page>/", events.EventDates, "event"),
    ("dates/<slug:date>/", registrations.RegistrationList, "date"),
    ("dates/<slug:date>/needs/", needs.NeedsList, "needs"),
    ("dates/<slug:date>/papers/", papers.PaperList, "papers"),
    ("dates/<slug:date>/claims/", expenses.DateClaims, "date_claims"),
    ("claims/", expenses.ClaimList, "claims"),
    ("actions/", records.ActionList, "actions"),
    ("writings/<slug:writing>/", writing.WrittenList, "writing"),
]
OF_EVENTS = [
    ("new/", events.NewEvent, "new"),
    ("<int:page>/add/", events.AddDate, "add_date"),
    ("<int:page>/cancel/", events.CancelEvent, "cancel_event"),
    ("<int:page>/topics/", events.EditTopics, "topics"),
    ("<int:page>/poster/", posters.EventPoster, "event_poster"),
    ("papers/<slug:paper>/", papers.OpenPaper, "paper"),
    ("papers/<slug:paper>/remove/", papers.RemovePaper, "remove_paper"),
    ("claims/export/", expenses.ClaimExport, "export_claims"),
    ("claims/approve/", expenses.ApproveClaims, "approve_claims"),
    ("claims/pay/", expenses.PayClaims, "pay_claims"),
    ("claims/<slug:claim>/", claims.DecideClaim, "claim"),
]
OF_DATE = [
    ("change/", dates.ChangeDate, "change"),
    ("cancel/", dates.CancelDate, "cancel_date"),
    ("copy/", series.CopyDate, "copy_date"),
    ("poster/", posters.DatePoster, "poster"),
    ("places/", places.Places, "places"),
    ("reach/", reaching.StillToReach, "reaching"),
    ("reach/<slug:message>/<slug:outcome>/", reaching.Reached, "reached"),
    ("open/", gate.OpenDespite, "open_despite"),
    ("book/", booking.Book, "book"),
    ("export/", registrations.RegistrationExport, "export"),
    ("print/", registrations.PrintList, "print"),
    ("desk/", desk.DeskPage, "desk"),
    ("desk/close/", desk.Revoke, "close_desk"),
    ("desk/<slug:device>/close/", desk.CloseDevice, "close_device"),
    ("who-came/", desk.WhoCame, "who_came"),
    ("write/", writing.Write, "write"),
    ("papers/add/", papers.AddPaper, "add_paper"),
    ("needs/choose/", needs.ChooseNeeds, "needs_choose"),
    ("needs/change/", needs.ChangeNeeds, "needs_change"),
    ("needs/arrange/", needs.Arrange, "needs_arrange"),
    ("needs/tell/", needs.Tell, "needs_tell"),
    ("needs/supplier/", suppliers.SupplierSheet, "supplier"),
    ("needs/supplier/export/", suppliers.SupplierExport, "supplier_export"),
    ("claims/export/", expenses.DateClaimExport, "export_date_claims"),
    ("claims/offer/", expenses.MakeOffer, "payment_offer"),
    ("record/", records.RecordPage, "record"),
    ("record/read/", records.ClearNotes, "clear_notes"),
    ("record/publish/", records.PublishRecord, "publish_record"),
    ("record/actions/add/", records.AddAction, "add_action"),
    ("record/actions/<int:action>/", records.ChangeAction, "action"),
    ("record/<int:number>/", records.ChangeNote, "change_note"),
    ("record/<int:number>/read/", records.ClearNote, "clear_note"),
    ("record/<int:number>/withhold/", records.WithholdNote, "withhold_note"),
    ("resources/add/", resources.AddResource, "add_resource"),
    ("resources/<int:resource>/", resources.ChangeResource, "resource"),
    ("resources/<int:resource>/<slug:outcome>/", resources.SettleResource, "settle_resource"),
]
OF_REGISTRATION = [
    ("", registrations.RegistrationPage, "registration"),
    ("cancel/", registrations.Cancel, "cancel"),
    ("accept/", registrations.Accept, "accept"),
    ("decline/", registrations.Decline, "decline"),
    ("restore/", registrations.Restore, "restore"),
    ("attendance/<slug:value>/", registrations.Attend, "attendance"),
    ("change/", changing.Change, "change_registration"),
    ("beyond/", changing.PlaceBeyond, "place_beyond"),
    ("agree/", changing.Agree, "agree"),
    ("wish/<slug:mode>/", changing.Wish, "wish"),
    ("unwish/", changing.Unwish, "unwish"),
    ("second-person/", changing.SecondPerson, "second_person"),
    ("needs-met/", needs.NeedsMet, "needs_met"),
    ("share-needs/", needs.Share, "share_needs"),
    ("claim/", claims.TakeClaim, "take_claim"),
    ("payment/", claims.TakePayment, "take_payment"),
]


def pages(table, below=""):
    return [path(f"{below}{address}", view.as_view(), name=name) for address, view, name in table]


class EventsMenu(PeopleViewSet):
    name = "events"
    url_namespace = "events_cms"
    permission_policy = dates.POLICY
    icon = "calendar-alt"
    menu_label = gettext_lazy("Events")
    menu_order = 220

    def get_urlpatterns(self):
        return [
            *pages(LISTS),
            *(
                path(f"{at}results/", view.as_view(results_only=True), name=f"{name}_results")
                for at, view, name in LISTS
            ),
            *pages(OF_EVENTS),
            *pages(OF_DATE, "dates/<slug:date>/"),
            *pages(OF_REGISTRATION, "registrations/<slug:registration>/"),
            re_path(r"^dates/(?P<date>[\w-]+)/offers/(?P<act>pause|resume)/$", places.Offers.as_view(), name="offers"),
            *imports.paths(),
        ]

from django.urls import path, re_path

from events.views import desk, expenses, managing, memberships
from events.views.booking import Booking
from events.views.booking_dates import BookDates
from events.views.calendars import EventsFeed, ForumFeed
from events.views.changing import Change
from events.views.joining import Joining
from events.views.kept_needs import ForgetNeedsView
from events.views.member_booking import MemberBooking
from events.views.needs import NeedsMetView
from events.views.papers import AgreeView, PaperView
from events.views.records import OwnRecordView, RecordView
from events.views.short import short

urlpatterns = [
    path("e/<slug:public_id>/", short, name="short"),
    *Booking.paths("book/<slug:public_id>/"),
    *BookDates.paths("book-dates/<uuid:key>/"),
    *MemberBooking.paths("membership/<slug:token>/book/<slug:public_id>/"),
    *Joining.paths("join/<uuid:key>/"),
    path("manage/", managing.LinkAgainView.as_view(), name="link_again"),
    path("manage/sent/", managing.LinkSentView.as_view(), name="link_sent"),
    path("manage/<slug:token>/", managing.ManageView.as_view(), name="manage"),
    path("manage/<slug:token>/event.ics", managing.CalendarView.as_view(), name="manage_calendar"),
    path("manage/<slug:token>/cancel/", managing.CancelView.as_view(), name="manage_cancel"),
    path("manage/<slug:token>/second/", managing.SecondPersonView.as_view(), name="manage_second"),
    path("manage/<slug:token>/agree/", AgreeView.as_view(), name="manage_agree"),
    *Change.paths("manage/<slug:token>/change/"),
    path("manage/<slug:token>/needs/", NeedsMetView.as_view(), name="manage_needs"),
    path("manage/<slug:token>/record/", OwnRecordView.as_view(), name="manage_record"),
    path("manage/<slug:token>/money/", expenses.MoneyView.as_view(), name="manage_money"),
    path("manage/<slug:token>/money/payment/", expenses.PaymentView.as_view(), name="manage_payment"),
    path("manage/<slug:token>/money/claim/", expenses.KindView.as_view(), name="manage_claim"),
    path("manage/<slug:token>/money/claim/<slug:kind>/", expenses.ExpenseView.as_view(), name="manage_expense"),
    path("manage/<slug:token>/money/<slug:claim>/", expenses.ClaimView.as_view(), name="manage_one_claim"),
    re_path(
        r"^manage/(?P<token>[\w-]+)/(?P<act>restore|accept|decline|unwish|hear|unhear|claim)/$",
        managing.ActView.as_view(),
        name="manage_act",
    ),
    path("membership/<slug:token>/", memberships.MembershipView.as_view(), name="membership"),
    path("membership/<slug:token>/leave/", memberships.LeaveView.as_view(), name="membership_leave"),
    path("membership/<slug:token>/pause/", memberships.PauseView.as_view(), name="membership_pause"),
    re_path(
        r"^membership/(?P<token>[\w-]+)/(?P<act>join|refuse|resume)/$",
        memberships.MembershipActView.as_view(),
        name="membership_act",
    ),
    path("papers/<slug:paper>/", PaperView.as_view(), name="paper"),
    path("papers/<slug:paper>/<slug:given>/", PaperView.as_view(), name="paper_by_pass"),
    path("records/<slug:date>/", RecordView.as_view(), name="record"),
    path("account/needs/<slug:person>/", ForgetNeedsView.as_view(), name="forget_needs"),
    path("events/calendar.ics", EventsFeed.as_view(), name="events_calendar"),
    path("forums/<uuid:key>/calendar.ics", ForumFeed.as_view(), name="forum_calendar"),
]

# In the main language only, as the CMS is: one address, which a service worker can keep.
desk_urlpatterns = [
    path("desk/", desk.WhoIsHereView.as_view(), name="desk"),
    path("desk/note/", desk.NoteView.as_view(), name="desk_note"),
    path("desk/walk-in/", desk.WalkInView.as_view(), name="desk_walk_in"),
    path("desk/close/", desk.CloseView.as_view(), name="desk_close"),
    path("desk/shell/", desk.ShellView.as_view(), name="desk_shell"),
    path("desk/acts/", desk.ActsView.as_view(), name="desk_acts"),
    path("desk/worker.js", desk.WorkerView.as_view(), name="desk_worker"),
    path("desk/<slug:desk>/", desk.EnterView.as_view(), name="desk_enter"),
]

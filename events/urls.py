from django.urls import path, re_path

from events.views import managing, memberships
from events.views.booking import Booking
from events.views.calendars import EventsFeed, ForumFeed
from events.views.changing import Change
from events.views.joining import Joining
from events.views.kept_needs import ForgetNeedsView
from events.views.member_booking import MemberBooking
from events.views.needs import NeedsMetView
from events.views.papers import AgreeView, PaperView

urlpatterns = [
    *Booking.paths("book/<slug:public_id>/"),
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
    path("account/needs/<slug:person>/", ForgetNeedsView.as_view(), name="forget_needs"),
    path("events/calendar.ics", EventsFeed.as_view(), name="events_calendar"),
    path("forums/<uuid:key>/calendar.ics", ForumFeed.as_view(), name="forum_calendar"),
]

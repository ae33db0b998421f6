"""The addresses of the menu "Forums" of the CMS."""

from django.urls import path
from django.utils.translation import gettext_lazy

from accounts.cms import PeopleViewSet
from events.viewsets import forums, inviting, members, membership, writing


class ForumsMenu(PeopleViewSet):
    name = "forums"
    url_namespace = "forums_cms"
    permission_policy = forums.POLICY
    icon = "group"
    menu_label = gettext_lazy("Forums")
    menu_order = 210

    def get_urlpatterns(self):
        return [
            path("", forums.ForumList.as_view(), name="index"),
            path("results/", forums.ForumList.as_view(results_only=True), name="index_results"),
            path("<int:forum>/", members.MemberList.as_view(), name="forum"),
            path("<int:forum>/results/", members.MemberList.as_view(results_only=True), name="forum_results"),
            path("<int:forum>/add/", inviting.AddMember.as_view(), name="add"),
            path("<int:forum>/find/", inviting.FindPerson.as_view(), name="find"),
            path("<int:forum>/find/results/", inviting.FindPerson.as_view(results_only=True), name="find_results"),
            path("<int:forum>/invite/", inviting.InviteMember.as_view(), name="invite"),
            path("<int:forum>/topics/", forums.ForumTopics.as_view(), name="topics"),
            path("<int:forum>/export/", members.MemberExport.as_view(), name="export"),
            path("<int:forum>/write/", writing.WriteToMembers.as_view(), name="write"),
            path("writings/<slug:writing>/", writing.WrittenToMembers.as_view(), name="writing"),
            path(
                "writings/<slug:writing>/results/",
                writing.WrittenToMembers.as_view(results_only=True),
                name="writing_results",
            ),
            *(
                path(f"members/<slug:membership>/{address}", view.as_view(), name=name)
                for address, view, name in [
                    ("", membership.MembershipPage, "membership"),
                    ("take-on/", membership.TakeOn, "take_on"),
                    ("do-not-take-on/", membership.DoNotTakeOn, "do_not_take_on"),
                    ("role/", membership.ChangeRole, "role"),
                    ("term/", membership.ChangeTerm, "term"),
                    ("pause/", membership.Pause, "pause"),
                    ("end/", membership.End, "end"),
                    ("yes/", membership.Answer, "yes"),
                    ("no/", membership.Refuse, "no"),
                    ("resume/", membership.Resume, "resume"),
                    ("restore/", membership.Restore, "restore"),
                    ("send-link/", membership.SendLink, "send_link"),
                ]
            ),
        ]

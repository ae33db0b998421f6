"""Who may sign in to the demonstration, with passwords that are printed."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from home import roles
from reviews import teams
from reviews.models import DesignTeam, Topic

TEAM = "Community hubs and heart design team"
TEAM_TOPICS = ("tests-closer-to-home", "wearable-heart-rhythm-monitor")


@dataclass(frozen=True)
class SignIn:
    what: str
    email: str
    name: str
    password: str
    group: str = ""
    address: str = "/cms/"


SIGN_INS = (
    SignIn("Engagement officer", "officer@example.org", "Olivia Officer", "demo-officer-2026", roles.OFFICER),
    SignIn("Design team", "team@example.org", "Dev Designer", "demo-team-2026", roles.DESIGN_TEAM, "/teams/"),
    SignIn("Administrator", "admin@example.org", "Ada Administrator", "demo-admin-2026", roles.ADMINISTRATOR),
    SignIn("Contributor", "contributor@example.org", "Carys Contributor", "demo-contributor-2026", "", "/account/"),
)


def users():
    """Make the accounts and the design team; returns the officer."""
    made = {sign_in.email: _user(sign_in) for sign_in in SIGN_INS}
    officer = made["officer@example.org"]
    officer.groups.add(Group.objects.get(name=roles.COMMENT_READER))
    if not DesignTeam.objects.filter(name=TEAM).exists():
        topics = Topic.objects.filter(slug__in=TEAM_TOPICS, alias_of=None)
        teams.make(name=TEAM, topics=topics, emails=["team@example.org"], by=officer)
    return officer


def _user(sign_in):
    known = get_user_model().objects.filter(email=sign_in.email).first()
    if known:
        return known
    user = get_user_model().objects.create_user(
        sign_in.email, sign_in.password, name=sign_in.name, is_staff=bool(sign_in.group)
    )
    EmailAddress.objects.create(user=user, email=sign_in.email, verified=True, primary=True)
    if sign_in.group:
        user.groups.add(Group.objects.get(name=sign_in.group))
    return user


def say_sign_ins(say):
    say("\nSign in at /account/login/ with:")
    for each in SIGN_INS:
        say(f"  {each.what:<20} {each.email:<26} {each.password:<24} then {each.address}")

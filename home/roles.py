"""
Who may do what: the groups officer, comment reader, design team and administrator, with their permissions.

`make()` may be called again and again: after every migration, when later apps have brought permissions of their own
(Django makes those only after migrating, so we make what is missing first). What an administrator granted beyond it
stays; what we grant comes back.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

OFFICER, DESIGN_TEAM, ADMINISTRATOR = "Officer", "Design team", "Administrator"
COMMENT_READER = "Comment reader"  # held beside Officer
OUR_APPS = ("content", "accounts", "mailing", "reviews", "events", "feedback", "home")
# Facts that an officer may take back; rows of people are erased, which is a permission of its own.
DELETED_BY_OFFICERS = ("delete_milestone", "delete_reminderrule")
# Opening booking although not everything is stated; what people wrote, before it was read and masked.
ONLY_ADMINISTRATORS = ("add_override", "redact_comment")
PAGES = ("add", "change", "publish", "lock", "unlock")
# Wagtail asks for the permissions of its own models, whatever models take their place.
FILES = (
    *("images.add_image", "images.change_image", "images.choose_image"),
    *("docs.add_document", "docs.change_document", "docs.choose_document"),
)


def make():
    """Make the groups and give them their permissions."""
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0)
    officer, team, administrator = (_group(name) for name in (OFFICER, DESIGN_TEAM, ADMINISTRATOR))
    _group(COMMENT_READER).permissions.add(*_named("feedback.redact_comment"))
    for group in (officer, administrator):
        group.permissions.add(*_of_officers())
        _give_pages(group, PAGES)
        _give_collections(group)
    _give_pages(administrator, ["bulk_delete"])  # of a page with pages below it
    administrator.permissions.add(*_of_administrators())
    return officer, team, administrator


def make_after_migrate(sender, **kwargs):
    """Receiver of `post_migrate`, for home, the last of our apps."""
    make()


def _group(name):
    return Group.objects.get_or_create(name=name)[0]


def _of_officers():
    """All that our apps allow, but for users and groups, erasing people, and deleting what is not a word."""
    ours = Permission.objects.filter(content_type__app_label__in=OUR_APPS)
    ours = ours.exclude(content_type__app_label="accounts", content_type__model="user")
    deleting = Q(codename__startswith="delete_") & ~Q(codename__in=DELETED_BY_OFFICERS)
    refused = deleting | Q(codename__startswith="erase") | Q(codename__in=ONLY_ADMINISTRATORS)
    return [*ours.exclude(refused), *_named("wagtailadmin.access_admin", "simple_translation.submit_translation")]


def _of_administrators():
    """Beyond what officers may: people's accounts and roles, erasing, the gate, and how the site is set up."""
    erasing = Permission.objects.filter(content_type__app_label__in=OUR_APPS, codename__startswith="erase")
    setting_up = Permission.objects.filter(
        content_type__app_label__in=("wagtailredirects", "wagtailsearchpromotions")
    ).exclude(codename__startswith="view_")
    named = _named(
        "events.add_override",
        "feedback.redact_comment",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_user",
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        "wagtailcore.add_locale",
        "wagtailcore.change_locale",
    )
    return [*erasing, *setting_up, *named]


def _named(*names):
    wanted = (name.split(".") for name in names)
    return [Permission.objects.get(content_type__app_label=app, codename=codename) for app, codename in wanted]


def _give_pages(group, actions):
    """The whole tree, so that the tree of a further language, which stands beside the first, is theirs as well."""
    root = Page.get_first_root_node()
    for permission in _named(*(f"wagtailcore.{action}_page" for action in actions)):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _give_collections(group):
    root = Collection.get_first_root_node()
    for permission in _named(*(f"wagtail{kind}" for kind in FILES)):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)

"""
The registry of personal data: what every model says of itself, those of other packages too.

Our own models carry `privacy`; what other packages keep is said here. A test over the house fails for a model that
nobody classified, and for a field that could hold personal data and that nobody named.
"""

from django.apps import apps
from django.db import models

from accounts.models import Person, User
from content.privacy import NO_PERSONAL_DATA, Privacy

STAFF_WORK = {"purpose": "accountability of staff", "kept": "as long as what it is about"}
OTHERS = {
    "account.EmailAddress": Privacy("sign-in", "as long as the account", ("user", "email")),
    "account.EmailConfirmation": Privacy("sign-in", "3 days", ("email_address", "key")),
    "mfa.Authenticator": Privacy("sign-in", "as long as the account", ("user", "data", "last_used_at")),
    "sessions.Session": Privacy("sign-in", "2 weeks", ("session_data",)),
    # A task's arguments are ids; the words of an error may hold what it failed on.
    "django_tasks_database.DBTaskResult": Privacy("running the site", "14 days", ("args_kwargs", "traceback")),
    # What people typed into the search box, without who they are.
    "wagtailsearchpromotions.Query": Privacy("running the site", "7 days", ("query_string",)),
    "wagtailadmin.EditingSession": Privacy("running the site", "1 hour", ("user",)),
    "wagtailadmin.FormState": Privacy(personal=("user", "data"), **STAFF_WORK),
    "wagtailcore.Comment": Privacy(personal=("user", "text", "resolved_by"), **STAFF_WORK),
    "wagtailcore.CommentReply": Privacy(personal=("user", "text"), **STAFF_WORK),
    "wagtailcore.ModelLogEntry": Privacy(personal=("user", "label", "data"), **STAFF_WORK),
    "wagtailcore.Page": Privacy(personal=("owner", "locked_by"), **STAFF_WORK),
    "wagtailcore.PageLogEntry": Privacy(personal=("user", "label", "data"), **STAFF_WORK),
    "wagtailcore.PageSubscription": Privacy(personal=("user",), **STAFF_WORK),
    "wagtailcore.Revision": Privacy(personal=("user",), **STAFF_WORK),
    "wagtailcore.TaskState": Privacy(personal=("finished_by", "comment"), **STAFF_WORK),
    "wagtailcore.UploadedFile": Privacy(personal=("uploaded_by_user",), **STAFF_WORK),
    "wagtailcore.WorkflowState": Privacy(personal=("requested_by",), **STAFF_WORK),
    "wagtaildocs.Document": Privacy(personal=("uploaded_by_user",), **STAFF_WORK),
    "wagtailimages.Image": Privacy(personal=("uploaded_by_user",), **STAFF_WORK),
    "wagtailusers.UserProfile": Privacy(personal=("user", "avatar"), **STAFF_WORK),
}
# Models of other packages that know nothing of people; a new one of theirs must be looked at first.
OTHERS |= dict.fromkeys(
    [
        "auth.Group",
        "auth.Permission",
        "contenttypes.ContentType",
        "simple_translation.SimpleTranslation",
        "taggit.Tag",
        "taggit.TaggedItem",
        "wagtailadmin.Admin",
        "wagtailcore.Collection",
        "wagtailcore.CollectionViewRestriction",
        "wagtailcore.GroupApprovalTask",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.GroupSitePermission",
        "wagtailcore.Locale",
        "wagtailcore.PageViewRestriction",
        "wagtailcore.ReferenceIndex",
        "wagtailcore.Site",
        "wagtailcore.Task",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowContentType",
        "wagtailcore.WorkflowPage",
        "wagtailcore.WorkflowTask",
        "wagtailembeds.Embed",
        "wagtailimages.Rendition",
        "wagtailredirects.Redirect",
        "wagtailsearch.IndexEntry",
        "wagtailsearch.SQLiteFTSIndexEntry",
        "wagtailsearchpromotions.QueryDailyHits",
        "wagtailsearchpromotions.SearchPromotion",
    ],
    NO_PERSONAL_DATA,
)
SPEAKING = (models.EmailField, models.FileField, models.GenericIPAddressField, models.JSONField, models.TextField)


def classified(model):
    """What a model holds of people, or None where nobody said it. A table of links is as its owner says."""
    if owner := model._meta.auto_created:
        return classified(owner)
    return getattr(model, "privacy", None) or OTHERS.get(model._meta.label)


def unclassified_models():
    return [model._meta.label for model in apps.get_models() if classified(model) is None]


def unsaid_fields(model):
    """Fields of a model of ours that could hold personal data, and that its `Privacy` names neither way."""
    if model._meta.auto_created or model._meta.label in OTHERS:
        return []
    privacy = classified(model)
    said = {*privacy.personal, *privacy.special, *privacy.not_personal}
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field.name for field in fields if field.name not in said and _may_be_personal(field, privacy)]


def _may_be_personal(field, privacy):
    if field.related_model in (Person, User):
        return True
    speaks = isinstance(field, SPEAKING) or type(field) is models.CharField and not field.choices
    return privacy.holds_personal_data and speaks and field.editable

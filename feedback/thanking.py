"""What the officer who notes who came is told of the thank-you: it is a message of a form."""

from django.utils.translation import gettext as _

from feedback.models import Survey


def what_follows(date):
    """Whether whoever came to a date is thanked and asked for feedback, in a sentence."""
    forms = (
        Survey.objects.filter(date=date)
        .filter(who_may_answer__in=Survey.WhoMayAnswer.by_invitation)
        .select_related("page")
    )
    forms = [form for form in forms.order_by("-invites_by_itself", "pk") if not form.is_closed()]
    if not forms:
        return _("Nobody is thanked or asked for feedback: this date has no open form with personal links.")
    words = {"form": forms[0].page.title}
    if forms[0].invites_by_itself:
        return _("Whoever came is thanked and asked for feedback by itself, once the form “%(form)s” is open.") % words
    return _("Whoever came is thanked and asked for feedback once you send the invitations of “%(form)s”.") % words

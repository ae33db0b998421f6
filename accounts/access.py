"""Writing the access log: call `record` wherever personal data is read, changed or taken away."""

from accounts.models import AccessLog

Action = AccessLog.Action


def record(*, by, action, what, person=None, rows=1, reason=""):
    """Append one line. `by` is a user; None and anonymous mean the person themself by their own link."""
    user = by if by is not None and by.is_authenticated else None
    return AccessLog.objects.create(
        by=user, action=action, what=what, subject=person.subject if person else "", rows=rows, reason=reason
    )

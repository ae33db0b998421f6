"""How long people's own rows are kept. Rows that hang on them are the business of the room that has them."""

from datetime import timedelta

from accounts import erasure, retention
from accounts.models import AccessLog, ConsentRecord, Person, User

YEAR = timedelta(days=365)


def register():
    """Called once when the site starts."""
    retention.register("people on whom nothing hangs, 12 months", lambda at: Person.objects.idle(at - YEAR))
    retention.register("accounts, 24 months after the last sign-in", lambda at: User.objects.idle(at - 2 * YEAR))
    retention.register("access log, 6 years", lambda at: AccessLog.objects.filter(at__lte=at - 6 * YEAR))
    retention.register("consents, 6 years", lambda at: ConsentRecord.objects.filter(at__lte=at - 6 * YEAR))
    erasure.register("account", erasure.erase_account)

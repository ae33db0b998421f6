"""What a monitor asks of the worker: does it run, and does it keep up."""

from django.db.models import Max, Min
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.health import report
from mailing.models import Message, WorkerBeat

BEAT_WITHIN = 120  # seconds since a worker was last seen
SENT_WITHIN = 600  # seconds that a message may wait past its time


@require_safe
def worker(request):
    """200 while a worker is alive and messages go out in time, else 503; all numbers but `failed` are seconds."""
    at = timezone.now()
    beat = seconds_since(WorkerBeat.objects.aggregate(last=Max("at"))["last"], at)
    late = seconds_since(Message.objects.due(at).aggregate(oldest=Min("due_at"))["oldest"], at) or 0
    failed = Message.objects.filter(state=Message.State.FAILED).count()
    well = beat is not None and beat <= BEAT_WITHIN and late <= SENT_WITHIN
    return report(status=200 if well else 503, seconds_since_beat=beat, oldest_due_seconds=late, failed=failed)


def seconds_since(moment, at):
    return None if moment is None else round((at - moment).total_seconds())

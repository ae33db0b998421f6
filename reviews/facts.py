"""What hangs on a topic, gathered for its page: where it stands, what comes next, what became of what people said."""

from dataclasses import dataclass, field

from django.utils import timezone

from reviews import involvement


@dataclass(frozen=True)
class Step:
    """A milestone as the timeline shows it: `when` is "past", "current" or "coming"."""

    milestone: object
    when: str


@dataclass(frozen=True)
class TopicFacts:
    statuses: list = field(default_factory=list)  # the newest first
    steps: list = field(default_factory=list)
    promises: list = field(default_factory=list)
    outcomes: list = field(default_factory=list)  # told to the public, the newest first
    opportunities: list = field(default_factory=list)  # open now, first to close first

    @property
    def status(self):
        return self.statuses[0] if self.statuses else None


def of(topic, at=None):
    """The facts of a topic at the moment `at` (aware; now when left out). A page that was never saved has none."""
    original, at = topic.original, at or timezone.now()
    if original.pk is None:
        return TopicFacts()
    today = timezone.localdate(at)
    return TopicFacts(
        statuses=list(original.statuses.all()),
        steps=[Step(milestone, when(milestone, today)) for milestone in original.milestones.all()],
        promises=list(original.promises.all()),
        outcomes=list(original.outcomes.published(today)),
        opportunities=involvement.open_on([original.pk], at)[original.pk],
    )


def when(milestone, today):
    if milestone.ends_on < today:
        return "past"
    return "current" if milestone.starts_on <= today else "coming"

"""How many of those who came have answered: for officers, in numbers that name nobody."""

from dataclasses import dataclass

from django.db.models import Count, Q

from events import attendance
from feedback.distributions import percent
from feedback.responding import CAME


@dataclass(frozen=True)
class Rate:
    """`answers` count however they came; `used` of the `asked` links are those on the site."""

    answers: int
    came: int
    asked: int
    used: int

    @property
    def percent(self):
        """Of those who came; None where nobody did, or more answered than came."""
        return percent(self.answers, self.came) if self.answers <= self.came else None


def of(survey, answers):
    """The Rate of a form about a date; None where it is about none."""
    if survey.date is None:
        return None
    presumed = attendance.presumed(survey.date.registrations.placed())
    links = survey.invitations.aggregate(asked=Count("pk"), used=Count("pk", filter=Q(answered=True)))
    return Rate(answers=answers, came=sum(each in CAME for each in presumed.values()), **links)

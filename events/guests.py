"""What somebody told us who books or joins: who comes, how to reach them, and what they agreed to."""

from dataclasses import dataclass
from datetime import date

from accounts import consents, people
from accounts.models import Person


@dataclass(frozen=True, kw_only=True)
class Guest:
    """
    Who comes, and how to reach them. With `booked_by` the address and the numbers are those of that person, who books
    for somebody else and hears from us. A parent or guardian is named for somebody under 16.
    """

    name: str
    booked_by: str = ""
    channel: str = Person.Channel.EMAIL
    email: str = ""
    telephone: str = ""
    address: str = ""
    language: str = "en"
    is_16_or_over: bool | None = None
    guardian_name: str = ""
    guardian_telephone: str = ""

    @classmethod
    def of(cls, person, **more):
        """Somebody whom we know already, reached as we reach them now."""
        return cls(
            name=person.name,
            booked_by=person.helper_name if person.reach_helper else "",
            channel=person.channel,
            email=person.address_to_write_to,
            telephone=person.number_to_call,
            address=person.address,
            is_16_or_over=person.is_16_or_over,
            **more,
        )

    def make_person(self):
        """
        A new Person, always: what was typed never attaches to somebody whom we know. Raises ValidationError.
        """
        prefix = "helper_" if self.booked_by else ""
        return people.create(
            name=self.name,
            channel=self.channel,
            address=self.address,
            language=self.language,
            is_16_or_over=self.is_16_or_over,
            helper_name=self.booked_by,
            reach_helper=bool(self.booked_by),
            **{f"{prefix}email": self.email, f"{prefix}telephone": self.telephone},
        )

    @property
    def typed(self):
        """What stays with the registration or membership."""
        return {"name": self.name, "email": self.email, "telephone": self.telephone}


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One decision, and the exact words on which it was taken."""

    purpose: str
    given: bool
    text: str
    evidence: str = ""
    given_on: date | None = None

    def record(self, *, person, method, by=None, on_behalf=""):
        decision = consents.Decision.GIVEN if self.given else consents.Decision.REFUSED
        return consents.record(
            person=person,
            purpose=self.purpose,
            decision=decision,
            text=self.text,
            method=method,
            by=by,
            on_behalf=on_behalf,
            evidence=self.evidence,
            given_on=self.given_on,
        )

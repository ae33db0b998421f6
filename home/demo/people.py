"""Invented people: who books, how they are reached, who comes with them and what they need. No two are the same."""

from itertools import count
from random import Random

from accounts.consents import Purpose
from accounts.models import Person
from events.guests import Consent, Guest
from events.models import AccessNeed, Companion
from events.models.dates import Mode
from home.demo import reading

Channel = Person.Channel
SHARING = "You may tell the venue and the people who help on the day what I need."
# Need -> how it is said; "" where the need says it all.
SAID = {
    "step_free": "",
    "hearing_loop": "",
    "seat_with_arms": "A chair with arms, near the toilet",
    "large_print": "18 point, on cream paper",
    "bsl": "",
    "captions": "I read them on a tablet close to me.",
    "easy_read": "A week before, and someone to go through them with me",
    "quiet_space": "I need to know where it is when I arrive.",
    "extra_time": "Questions in advance. I need time to think before I answer.",
    "language": "Urdu",
    "dietary": "I am coeliac, so gluten-free food made separately",
    "travel": "A taxi, because I cannot use the bus on my own",
    "care": "Replacement care for my husband for 4 hours",
    "something_else": "No strong perfume or air freshener near me",
}
NOT_ONLINE = {"step_free", "hearing_loop", "seat_with_arms", "dietary", "travel"}


class Cast:
    """Invents one person after the other. Nobody comes twice with the same name."""

    def __init__(self, seed):
        self.chance = Random(seed)  # noqa: S311 (invented people are no secret)
        self.number = count(1)
        self.used = set()
        names = reading.read("names")
        self.first_names, self.last_names = names["first_names"], names["last_names"]

    def _name(self):
        while (name := f"{self.chance.choice(self.first_names)} {self.chance.choice(self.last_names)}") in self.used:
            continue
        self.used.add(name)
        return name

    def guest(self):
        """Somebody who books: most are reached by e-mail, some by telephone, text or letter, a few by a helper."""
        name, number = self._name(), next(self.number)
        channel = self.chance.choices([Channel.EMAIL, Channel.TELEPHONE, Channel.TEXT, Channel.LETTER], [80, 11, 6, 3])[
            0
        ]
        helper = self._name() if channel == Channel.EMAIL and self.chance.random() < 0.06 else ""
        writes = helper or name
        return Guest(
            name=name,
            booked_by=helper,
            channel=channel,
            email=f"{writes.lower().replace(' ', '.')}@example.org" if channel == Channel.EMAIL else "",
            telephone=f"07700 900{number % 1000:03}" if channel in (Channel.TELEPHONE, Channel.TEXT) else "",
            address=f"{number} Mill Lane\nCalderbrook\nZX1 {number % 9 + 1}AB" if channel == Channel.LETTER else "",
            is_16_or_over=True,
        )

    def companions(self):
        """Nobody for most; a carer, friend or support worker for some."""
        if self.chance.random() > 0.16:
            return []
        return [Companion(name=self._name(), role=self.chance.choice(Companion.Role.values))]

    def needs(self, mode):
        """Nothing for most; one or two needs for some."""
        if self.chance.random() > 0.3:
            return []
        codes = [code for code in SAID if mode == Mode.IN_PERSON or code not in NOT_ONLINE]
        return [need(code) for code in self.chance.sample(codes, self.chance.choice([1, 1, 2]))]


def need(code):
    return AccessNeed(code=code, detail=SAID[code])


def agreed(needs):
    """The consents of somebody with these needs."""
    return [Consent(purpose=Purpose.ACCESS_NEEDS, given=True, text=SHARING)] if needs else []

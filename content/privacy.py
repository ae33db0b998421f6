"""What every model says of the personal data that it holds; `accounts.registry` and a test over the house read it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Privacy:
    """
    The personal data of one model.

    `personal` names the fields that hold personal data, `special` those that reveal a special category (UK GDPR
    article 9), `purpose` says what they are for, `kept` for how long in words. A model without personal data says
    `Privacy.none(...)` with the names of all other fields left unsaid.
    """

    purpose: str = ""
    kept: str = ""
    personal: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    subject: str = ""  # the lookup that leads from a row to its accounts.Person, such as "registration__person"
    not_personal: tuple[str, ...] = field(default=())

    @property
    def holds_personal_data(self):
        return bool(self.personal or self.special)


NO_PERSONAL_DATA = Privacy()

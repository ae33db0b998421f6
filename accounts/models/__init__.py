from .access import AccessLog
from .consents import ConsentRecord, ConsentWording
from .people import Person
from .users import User

__all__ = ["AccessLog", "ConsentRecord", "ConsentWording", "Person", "User"]

"""The digits of telephone numbers, which people write in many ways."""

import re


def digits(text):
    return "".join(character for character in text if character.isdigit())


def dialled(number):
    """The digits as they are dialled from within the country, by which two numbers are compared: +44 and 0044 are 0."""
    return re.sub(r"^(00)?440?", "0", digits(number))

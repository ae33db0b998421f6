"""What the site logs. Addresses stand in it, and of those that carry a key not the key."""

import logging

from content import ids


class WithoutKeys(logging.Formatter):
    """A line, and the error below it, in which a key is only said to have been there."""

    def format(self, record):
        return ids.TOKEN.sub("[key]", super().format(record))

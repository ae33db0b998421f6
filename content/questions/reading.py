"""Answers that stand as text, in the cells of a file or as an officer types them from paper: by code or in words."""

from .base import TYPES, ask


class Reader:
    """
    Reads the answers to one question: `Reader(question, words)("2")`.

    Nothing has to be answered: who fills in paper leaves out what they like. `begun` lets a beginning stand for the
    words that begin so, where only one answer does.
    """

    def __init__(self, question, words, *, begun=False):
        self.question, self.words, self.begun = question, words, begun
        self.type = TYPES[question["type"]]
        self.field = ask(question | {"optional": True}, words)
        self._known = {}  # what the same text stood for before; a file has few different ones

    def __call__(self, text):
        """The answer as it is stored, None for an empty text. Raises ValidationError in the words of the rule."""
        text = text.replace("\r\n", "\n").strip()
        if self.type.closed and text in self._known:
            return self._known[text]
        answer = self.taken(self.type.sent(self.question, self.words, text, self.begun) if text else None)
        return self._known.setdefault(text, answer) if self.type.closed else answer

    def taken(self, sent):
        """The answer to what a form would send. Raises ValidationError."""
        return self.type.answer(self.field.clean(sent))

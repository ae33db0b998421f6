"""
Another way to read the form at hand: Easy Read, sign language, another language. Nothing that was typed is lost.

The ways stand on each page as buttons of its own form. Pressing one keeps what is typed, right or wrong, and shows the
same page again, as it was typed and without errors: it was not sent. Until something is kept, the address says which
presentation was chosen (`?read=easy_read`), afterwards the draft does.
"""

from dataclasses import dataclass, replace

from django.shortcuts import redirect
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import get_language

from content import drafts, fields, presentations
from content.journeys import CHECK, Journey
from content.models import QuestionWording
from content.presentations import STANDARD

READ = "read"  # the name of the buttons, and where a draft keeps the choice


@dataclass(frozen=True)
class Reading:
    """One way: `value` is what its button sends, a presentation or the code of a language."""

    value: str
    label: str
    language: str = ""  # of the label, where it is not the page's
    is_current: bool = False


class ReadJourney(Journey):
    """A journey whose page (`self.page`, in the active language) may be read in several ways."""

    draft = None

    # --- What was chosen

    @cached_property
    def presentation(self):
        """The presentation that was chosen, where the form has it in this language."""
        chosen = self.draft.answers.get(READ, {}).get("presentation", []) if self.draft else []
        return next((each for each in [*chosen, self._asked] if each in self.presentations), STANDARD)

    @cached_property
    def presentations(self):
        return presentations.offered(self.page)

    @property
    def _asked(self):
        return self.request.POST.get(READ) or self.request.GET.get(READ)

    @cached_property
    def readings(self):
        """Every way, for the page to show; [] where there is only one."""
        found = [
            Reading(each, QuestionWording.Presentation(each).label, is_current=each == self.presentation)
            for each in self.presentations
        ]
        found = found if len(found) > 1 else []
        others = self.page.get_translations().live().select_related("locale")
        return found + [
            Reading(page.locale.language_code, page.locale.language_name_local, page.locale.language_code)
            for page in others
            if page.locale.language_code != get_language()
        ]

    # --- How it is kept

    def address(self, step, key="", **query):
        if not key and self._asked in self.presentations:
            query = {READ: self._asked, **query}
        return super().address(step, key, **query)

    def new_draft(self):
        draft = super().new_draft()
        if self._asked in self.presentations:
            draft.answers[READ] = {"presentation": [self._asked]}
        return draft

    def _trail(self, draft):
        self.draft = draft
        return super()._trail(draft)

    # --- Another way

    @property
    def turns_aside(self):
        return READ in self.request.POST

    def turn_aside(self, draft, trail, stop):
        """Keep what is typed apart from what was sent, and come back to the same page in the way that was chosen."""
        if stop is None and self.slug != CHECK:
            return self._to_first_open(draft, trail)
        if not self._keeps(draft, stop):
            return self._gone(draft.key)
        with translation.override(self.chosen_language):
            address = self.address(self.slug, draft.key, **({"change": "yes"} if self._is_change else {}))
        return self._remember(redirect(address), draft.key)

    def _keeps(self, draft, stop):
        """Keep what is typed and what was chosen; False where the draft was sent in the meantime."""
        pages = {}
        if stop:
            form = self._build(stop.step, stop.answers, self.request.POST)
            pages[drafts.unsent(self.slug)] = fields.typed(form)
        if self._asked in self.presentations:
            pages[READ] = {"presentation": [self._asked]}
        return all(drafts.keep(draft=draft, step=step, typed=typed) for step, typed in pages.items())

    @property
    def chosen_language(self):
        """The language that was chosen; that of the page where none was."""
        known = {reading.value for reading in self.readings if reading.language}
        return self._asked if self._asked in known else get_language()

    def _question_page(self, draft, trail, stop):
        if self.request.method == "GET":
            stop = as_typed(stop, draft.answers, self._build)
        return super()._question_page(draft, trail, stop)


def as_typed(stop, typed, build):
    """A stop of a trail with what was typed there and not sent, if anything was; `typed` and `build` as for Trail."""
    unsent = typed.get(drafts.unsent(stop.step.slug))
    if not unsent:
        return stop
    form = build(stop.step, stop.answers, MultiValueDict(unsent))
    form.errors.clear()  # it was not sent, so nothing in it is wrong yet
    return replace(stop, form=form)

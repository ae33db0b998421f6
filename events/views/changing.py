"""Changing a booking, question by question, by the link to it."""

from functools import cached_property, partial

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import moments
from content.journeys import CHECK, Journey, Step
from content.models import Draft
from events import booking_forms, bookings, details, door, links, places, questions, sharing, standing
from events import managing_forms as forms
from events.models import Transition
from events.models.dates import Mode
from events.refusals import BookingRefused
from events.views.booking import needs_steps

UNTIL_FREE = {
    Mode.IN_PERSON: gettext_lazy("Online, until a place in person comes free"),
    Mode.ONLINE: gettext_lazy("In person, until a place online comes free"),
}
CHANGES = (Transition.What.CHANGED, Transition.What.WISHED, Transition.What.MOVED)
BEFORE_AND_AFTER = (
    '<p class="nhsuk-u-margin-bottom-2"><strong>{}:</strong> {}</p>'
    '<p class="nhsuk-u-margin-bottom-0"><strong>{}:</strong> {}</p>'
)


class Change(Journey):
    """Asks what to change, then the questions of the booking with what stands now, then shows before and after."""

    name = "manage_change"
    title = gettext_lazy("Change your booking")
    check_title = gettext_lazy("Check what changes")
    check_template = "events/manage_change_check.html"

    def load(self, token):
        self.registration = links.find(details.registrations(), token)
        if self.registration is None:
            raise Http404
        self.date = self.registration.date

    @property
    def purpose(self):
        return f"{self.name}:{self.registration.public_id}"  # the token is a key: it stays out of the row

    @cached_property
    def places(self):
        """What is left now, by mode: a hint. Only the lock knows."""
        return places.of_date(self.date)

    def back_address(self):
        return links.path(self.registration)

    # --- The questions

    def get_steps(self):
        return [
            Step("what", "", partial(forms.WhatForm, has_answers=self.question_set is not None)),
            Step("companions", "", booking_forms.CompanionsForm, _asks(forms.COMPANIONS)),
            Step("who-comes", gettext_lazy("Who is coming with you?"), booking_forms.CompanionNamesForm, _brings),
            Step("how", "", forms.WayForm, _asks(forms.WAY)),
            Step("wait", "", forms.WaitForm, self.must_wait),
            *needs_steps(self.asks_needs),
            Step("sharing", "", booking_forms.SharingForm, booking_forms.needed),
            *questions.steps(self.question_set, _asks(forms.ANSWERS)),
            Step("anything-else", "", booking_forms.AnythingElseForm, _asks(forms.MESSAGE)),
        ]

    @property
    def question_set(self):
        """What the event asked when it was booked, also where it asks something else by now."""
        return self.registration.question_set

    def get_form_kwargs(self, step, answers):
        if step.slug.startswith(questions.SLUG):
            return {"answers": answers, "initial": self.registration.answers}
        known = {"mode": self.registration.mode} | answers
        return {"answers": known, "date": self.date, "places": self.places, "initial": self.now}

    @cached_property
    def now(self):
        """What stands now, by the names of the questions."""
        registration = self.registration
        companions, asked = list(registration.companions.all()), list(registration.needs.all())
        names = {f"companion_{n}_name": each.name for n, each in enumerate(companions, 1)}
        roles = {f"companion_{n}_role": each.role for n, each in enumerate(companions, 1)}
        details_of_needs = {f"need_{need.code}": need.detail for need in asked}
        may_share = any(need.may_share for need in asked)
        return {
            "mode": registration.mode,
            "companions": str(len(companions)),
            "share": (forms.YES if may_share else forms.NO) if asked else "",
            "message": registration.message,
        } | names | roles | details_of_needs | booking_forms.answers_of([need.code for need in asked])  # fmt: skip

    def moves(self, answers):
        """The other way to come, where it was chosen; else None."""
        chosen = Mode(answers.get("mode", self.registration.mode))
        return chosen if chosen != self.registration.mode else None

    def must_wait(self, answers):
        """Whether somebody with a place wants to come the other way, and there is no room."""
        mode, registration = self.moves(answers), self.registration
        if mode is None or not registration.has_place or registration.wanted_mode == mode:
            return False
        return not self.places[mode].has_room_for(self.seats(answers))

    def seats(self, answers):
        companions = self.companions(answers)
        if companions is None:
            return self.registration.seats
        return 1 + len(companions) * self.date.companions_count

    def asks_needs(self, answers):
        """Asked as well when they move: what somebody needs online is not what they need in a room."""
        moves = self.moves(answers) and not self.wishes(answers)
        return forms.NEEDS in answers["what"] or bool(moves)

    # --- What the answers change; None stays as it is

    def companions(self, answers):
        return booking_forms.CompanionNamesForm.rows(answers) if "companions" in answers else None

    def needed(self, answers):
        return booking_forms.need_rows(answers) if "needs" in answers else None

    def mode(self, answers):
        """The way to come that they move to."""
        return None if self.wishes(answers) else self.moves(answers)

    def wishes(self, answers):
        """Whether they keep their place, since they wait for the other way or leave it as it is."""
        return "wait" in answers or self.registration.wanted_mode == answers.get("mode", "-")

    def answers_to_questions(self, answers):
        return questions.to_keep(self.question_set, answers) if forms.ANSWERS in answers["what"] else None

    def changes(self, answers):
        """Each thing that changes: the step that asks it, its name, how it is and how it will be, in words."""
        registration, answered = self.registration, self._message(answers)
        told = _("We may tell the people who help us what you need")
        things = [
            ("how", _("How you take part"), registration.get_mode_display(), self._way(answers)),
            (
                "companions",
                _("Who comes with you"),
                _people(registration.companions.all()),
                _people(self.companions(answers)),
            ),
            ("needs", _("What you need"), _needs(registration.needs.all()), _needs(self.needed(answers))),
            ("sharing", told, *self._sharing(answers)),
            *self._answers(answers),
            ("anything-else", _("Anything else"), registration.message or _("Nothing"), answered),
        ]
        return [thing for thing in things if thing[3] is not None and thing[2] != thing[3]]

    def _way(self, answers):
        if answers.get("wait") == forms.YES:
            return UNTIL_FREE[self.moves(answers)]
        mode = self.mode(answers)
        return mode and mode.label

    def _sharing(self, answers):
        words = {forms.YES: _("Yes"), forms.NO: _("No"), "": ""}
        before = words[self.now["share"]]
        return before, words[answers["share"]] if before and "share" in answers else None

    def _answers(self, answers):
        """One row for each of the event's own questions, where they were asked again."""
        given, question_set = self.answers_to_questions(answers), self.question_set
        if given is None:
            return
        before = questions.by_id(question_set, self.registration.answers)
        for id, question, was, now in questions.differences(before, questions.by_id(question_set, given)):
            yield questions.step_of(question_set, id, answers), question, _answer(was), _answer(now)

    def _message(self, answers):
        return (answers["message"] or _("Nothing")) if "message" in answers else None

    # --- The end

    def check_rows(self, draft, trail):
        """The rows of the summary list: how each thing that changes is now, how it will be, and a link to its page."""
        return [
            {
                "key": {"text": label},
                "value": {"html": format_html(BEFORE_AND_AFTER, _("Now"), before, _("After the change"), after)},
                "actions": {"items": [self._change_link(draft, slug, label)]},
            }
            for slug, label, before, after in self.changes(trail.answers)
        ]

    def _change_link(self, draft, slug, label):
        address = self.address(slug, draft.key, change="yes")
        return {"href": address, "text": _("Change"), "visuallyHiddenText": label}

    def get_check_context(self, answers):
        mode = self.moves(answers)
        will_wait = answers.get("wait") == forms.YES
        return {
            "position": self.places[mode].waiting + 1 if will_wait else None,
            "gets_place": mode and self.registration.is_waiting and self.places[mode].has_room_for(self.seats(answers)),
            "manage_path": self.back_address(),
        }

    def finish(self, draft, answers):
        registration = self.registration
        if not self.changes(answers):
            return redirect(links.path(registration))
        try:
            with door.transaction_of_one_act():
                self._write(answers)
        except BookingRefused as refused:
            if refused.code == "place_full":
                return redirect(self.address(CHECK, draft.key))  # which asks if they want to wait
            return self._refused(refused, draft)
        return redirect(self.booking_as_changed)

    def _write(self, answers):
        registration = self.registration
        if "share" in answers:
            words = f"{booking_forms.SHARE_QUESTION} {booking_forms.SHARE_HINT}"
            sharing.decide(registration=registration, given=answers["share"] == forms.YES, text=words)
        bookings.change(
            registration=registration,
            mode=self.mode(answers),
            companions=self.companions(answers),
            needed=self.needed(answers),
            message=answers.get("message"),
            answers=self.answers_to_questions(answers),
        )
        if answers.get("wait") == forms.YES:
            bookings.wish(registration=registration, mode=self.moves(answers))

    def gone(self):
        """A button that was pressed twice leads to what the first press made of the booking."""
        lately = timezone.now() - Draft.LIFETIME
        if self.registration.transitions.filter(what__in=CHANGES, at__gte=lately).exists():
            return redirect(self.booking_as_changed)
        return super().gone()

    @property
    def booking_as_changed(self):
        return f"{links.path(self.registration)}?changed=yes"

    # --- Refusals

    def refusal(self):
        state = standing.of(self.registration)
        if state == "offered":
            first = [_("A place has come free for you. Say if you want it. Then you can change your booking.")]
            return self.refuse(_("Answer the offer first"), first)
        if state not in ("placed", "waiting"):
            return redirect(self.back_address())
        if not self.date.can_be_changed():
            return self.refuse(_("It is too late to change this here"), self._too_late())

    def _too_late(self):
        until = moments.day_and_hour(self.date.changes_until or self.date.starts_at)
        yield _("You could change or cancel your booking until %s.") % until
        yield _("Tell us and we will still try to help:")
        yield details.contact_of(self.date.page)

    def _refused(self, refused, draft):
        """Nothing was changed, and nothing that was typed is lost."""
        back = details.link(self.address("what", draft.key, change="yes"), _("Go back and change your answers"))
        sentences = [_("Your booking is as it was before, and we have kept your answers."), back]
        return self.refuse(refused.messages[0], sentences, status=503 if refused.code == "busy" else 409)


def _asks(thing):
    return lambda answers: thing in answers["what"]


def _brings(answers):
    return answers.get("companions", "0") != "0"


def _people(companions):
    if companions is None:
        return None
    return details.lines([details.companion_in_words(each) for each in companions]) or _("Nobody")


def _answer(words):
    return details.lines(words.splitlines()) or _("Nothing")


def _needs(rows):
    if rows is None:
        return None
    return details.lines(sorted(details.need_in_words(need) for need in rows)) or _("Nothing")

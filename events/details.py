"""What somebody must know who comes: the same facts on the confirmation page, the manage page and in messages."""

from django.utils import timezone
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from content import moments
from content.models import in_this_language
from events import desk_codes, questions
from events.models import Registration
from events.models.dates import Mode

WITH_ALL = "date__page", "date__venue", "person", "question_set"


def registrations():
    """Registrations with all that `of` reads, in two more queries."""
    return Registration.objects.select_related(*WITH_ALL).prefetch_related("companions", "needs")


def of(registration):
    """Pairs of a name and its value (text or safe HTML). How to join is there only for those with a place."""
    date = registration.date
    rows = [
        (_("Your reference"), registration.public_id),
        (_("Event"), title_of(date.page)),
        (_("Date"), moments.day(date.starts_at)),
        (_("Time"), _("%(span)s, UK time") % {"span": moments.span(date.starts_at, date.ends_at)}),
        (_("About this date"), str(date.note)),
        (_("How you take part"), registration.get_mode_display()),
        *(_in_person(date) if registration.mode == Mode.IN_PERSON else []),
        *(_joining(registration) if registration.has_place else []),
        (_("Code for the desk"), desk_codes.code_of(registration) if desk_codes.has_code(registration) else ""),
        (_("Name"), registration.name),
        (_("Booked by"), registration.booked_by),
        (_("Parent or guardian"), lines([registration.guardian_name, registration.guardian_telephone])),
        (_("Who comes with you"), lines([companion_in_words(each) for each in registration.companions.all()])),
        (_("What you need"), lines([need_with_status(need) for need in registration.needs.all()])),
        (_("What we arrange"), answer_promised(registration)),
        *[(question, lines(answer.splitlines())) for question, answer in questions.said(registration)],
        (_("If you worry about somebody under 18"), safeguarding_of(date)),
        (_("Questions"), contact_of(date.page)),
    ]
    return [(name, value) for name, value in rows if value]


def safeguarding_of(date):
    """Whom to tell of a worry about somebody under 18, where people under 16 may come; otherwise ""."""
    return in_this_language(date.page).safeguarding if date.is_for_under_16 else ""


def of_membership(membership):
    """The same for a membership of a forum."""
    rows = [
        (_("Your reference"), membership.public_id),
        (_("Forum"), title_of(membership.forum)),
        (_("How often it meets"), in_this_language(membership.forum).how_often),
        (_("Name"), membership.name),
        *(_of_member(membership) if membership.belongs else []),
        (_("You asked on"), moments.day(membership.joined_at) if membership.answer_by else ""),
        (_("You hear from us by"), moments.day(membership.answer_by) if membership.answer_by else ""),
        (_("Questions"), contact_of(membership.forum)),
    ]
    return [(name, value) for name, value in rows if value]


def _of_member(membership):
    return [
        (_("Role"), membership.get_role_display()),
        (_("Member since"), moments.day(membership.joined_at)),
        (_("Term ends"), moments.day(membership.until) if membership.until else ""),
        (_("Pause ends"), moments.day(membership.paused_until) if membership.paused_until else ""),
    ]


def summary(facts):
    """The pairs as rows of the design system's summary list."""
    kinds = [(name, value, "html" if hasattr(value, "__html__") else "text") for name, value in facts]
    return [{"key": {"text": name}, "value": {kind: value}} for name, value, kind in kinds]


def title_of(page):
    """The title of an event or forum in the active language."""
    return in_this_language(page).title


def _in_person(date):
    return [
        (_("Where"), date.venue.one_line),
        (_("How to get there"), linebreaks_of(date.venue.directions)),
        (_("Access"), linebreaks_of(date.venue.access_note)),
    ]


def _joining(registration):
    date = registration.date
    online = registration.mode == Mode.ONLINE
    return [
        (_("How to join"), linebreaks_of(date.joining_instruction)),
        (_("Link to join"), link(date.joining_link, date.joining_link) if online and date.joining_link else ""),
        (_("Join by telephone"), date.dial_in if online else ""),
    ]


def companion_in_words(companion):
    return f"{companion.name} ({companion.get_role_display()})" if companion.name else str(companion)


def need_in_words(need):
    return f"{need}: {need.detail}" if need.detail else str(need)


def need_with_status(need):
    """A need, and what became of it so far: "Hearing loop (arranged)"."""
    if need.status == need.Status.CANNOT_MEET:
        words = _("%(need)s (we cannot arrange this; instead: %(alternative)s)")
        return words % {"need": need_in_words(need), "alternative": need.alternative}
    if need.status == need.Status.ARRANGED:
        return _("%(need)s (arranged)") % {"need": need_in_words(need)}
    return need_in_words(need)


def answer_promised(registration):
    """By when somebody hears what is arranged; "" once they know, and where no day was stated."""
    by = registration.date.needs_answer_by
    if not by or not any(need.is_open for need in registration.needs.all()):
        return ""
    if by < timezone.localdate():  # they asked late, or we are late
        return _("We tell you as soon as we know what we can arrange for you.")
    return _("We tell you by %(day)s what we have arranged for you.") % {"day": moments.day(by)}


def contact_of(page):
    """Whom to ask, by telephone and by a way that needs no telephone, as safe HTML; "" where nobody is named."""
    telephone, email = page.contact_telephone, page.contact_email
    return lines([
        page.contact_name,
        telephone and format_html(_("Telephone: {}"), link(f"tel:{telephone.replace(' ', '')}", telephone)),
        email and format_html(_("Email: {}"), link(f"mailto:{email}", email)),
        page.contact_other,
    ])  # fmt: skip


def lines(parts):
    """Texts below each other, as safe HTML."""
    return format_html_join(mark_safe("<br>"), "{}", ((part,) for part in parts if part))


def linebreaks_of(text):
    """Paragraphs of a plain text, as safe HTML; "" for an empty one."""
    return mark_safe(linebreaks(str(text), autoescape=True)) if str(text) else ""


def link(href, words):
    return format_html('<a class="nhsuk-link" href="{}">{}</a>', href, words)

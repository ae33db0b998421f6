"""
The papers of a date: the only code that writes them, and the one place that says who may open which.

A paper opens by a pass (`links.pass_to`) that is looked for among those who have the right at that moment. So its
address names nobody, manages no booking, and ends with the place or the membership.
"""

from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from events import links
from events.models import EventDate, EventPage, ForumPage, Membership, Paper

Audience = Paper.Audience
FOR_MEMBERS = (Audience.EVERYBODY, Audience.MEMBERS)
MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain; charset=utf-8",
    "rtf": "application/rtf",
    "mp3": "audio/mpeg",
    "png": "image/png",
    "jpg": "image/jpeg",
}
SHOWN = {"pdf", "txt", "mp3", "png", "jpg"}  # a browser shows these itself; all others it saves


@transaction.atomic
def add(*, date, by, kind, title, file, audience, tells=False):
    """
    Add a paper to a date and return it. `file` is an uploaded file.

    When it `tells`, those who can open it hear of it soon (`new_papers`). Raises ValidationError.
    """
    if file.size > LARGEST:
        raise ValidationError({"file": _("The file must be smaller than %s MB.") % (LARGEST // MEGABYTE)})
    paper = Paper(date=date, kind=kind, title=title, file=file, audience=audience, tells=tells)
    paper.full_clean()
    paper.save()
    log(instance=date.page, action="wagtail.edit", user=by)
    return paper


@transaction.atomic
def remove(*, paper, by):
    """Take a paper away, with its file."""
    storage, name = paper.file.storage, paper.file.name
    log(instance=paper.date.page, action="wagtail.edit", user=by)
    paper.delete()
    transaction.on_commit(lambda: storage.delete(name))


# --- Who may open which


@dataclass(frozen=True)
class Entry:
    """A paper in a list: its words, and its address, which is "" for somebody who may not open it yet."""

    words: str
    address: str


def for_everybody(dates):
    """Entries of the papers of several dates that anyone may open, as {date id: [Entry]}; one query."""
    found = {}
    for paper in Paper.objects.filter(date__in=dates, audience=Audience.EVERYBODY):
        entry = Entry(in_words(paper), reverse("paper", args=[paper.public_id]))
        found.setdefault(paper.date_id, []).append(entry)
    return found


def for_registration(registration):
    """Entries for somebody with a place; none for anybody else. Without an address where they must agree first."""
    if not registration.has_place:
        return []
    return [_entry(paper, registration, _must_agree(paper, registration)) for paper in registration.date.papers.all()]


def for_membership(membership):
    """Pairs of a date of the forum and its entries, the latest first. Papers under an agreement need a place."""
    if membership.state != Membership.State.MEMBER:
        return []
    dates = EventDate.objects.of_forum(membership.forum).on_public_pages()
    found = {}
    for paper in Paper.objects.filter(date__in=dates, audience__in=FOR_MEMBERS).select_related("date__page"):
        paper.date = found.setdefault(paper.date_id, (paper.date, []))[0]
        found[paper.date_id][1].append(_entry(paper, membership, is_under_agreement(paper)))
    return sorted(found.values(), key=lambda pair: pair[0].starts_at, reverse=True)


def of_date_for_membership(date, membership):
    """Entries of one date of the forum."""
    return next((entries for each, entries in for_membership(membership) if each == date), [])


def _entry(paper, row, is_closed):
    address = "" if is_closed else reverse("paper_by_pass", args=[paper.public_id, links.pass_to(paper.public_id, row)])
    return Entry(in_words(paper), address)


def is_under_agreement(paper):
    """Whether a paper opens only to those who declared their interests and agreed to confidentiality."""
    return paper.date.needs_agreement and paper.audience != Audience.EVERYBODY


def _must_agree(paper, registration):
    return is_under_agreement(paper) and registration.agreed_at is None


def find(public_id, given=""):
    """The paper that an address opens now, or None. `given` is a pass; without one it is a paper for everybody."""
    paper = Paper.objects.select_related("date__page").filter(public_id=public_id).first()
    if paper is None:
        return None
    if not given:
        return paper if _is_public(paper) else None
    is_holders = any(links.is_pass_of_any(given, paper.public_id, rows) for rows in _holders(paper))
    return paper if is_holders else None


def _is_public(paper):
    return paper.audience == Audience.EVERYBODY and EventPage.objects.open_to_the_public().contains(paper.date.page)


def _holders(paper):
    """Querysets of the registrations and memberships that may open a paper now."""
    placed = paper.date.registrations.placed()
    if is_under_agreement(paper):
        yield placed.exclude(agreed_at=None)
        return
    yield placed
    if paper.audience != Audience.PLACED:
        forums = ForumPage.objects.parent_of(paper.date.page)
        yield Membership.objects.current().filter(forum__in=forums)


# --- Handing out


def hand_out(paper, *, keep="private, no-store"):
    """The response with the file of a paper, as what it is and under a clean name. `keep` says what caches may do."""
    kind = extension(paper)
    response = FileResponse(
        paper.file.open("rb"), as_attachment=kind not in SHOWN, filename=file_name(paper), content_type=TYPES[kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = keep
    response["X-Robots-Tag"] = "noindex"
    return response


# --- In words


def extension(paper):
    return PurePath(paper.file.name).suffix.lstrip(".").lower()


def in_words(paper):
    """The words of the link: the title in the active language, with type and size."""
    kind, file = extension(paper).upper(), paper.file
    about = (
        f"{kind}, {_size(file.size)}" if file.storage.exists(file.name) else kind
    )  # a lost file is no reason to fail
    return f"{paper.title} ({about})"


def _size(size):
    if size < MEGABYTE:
        return _("%(size)s KB") % {"size": max(1, round(size / 1024))}
    return _("%(size)s MB") % {"size": round(size / MEGABYTE)}


def file_name(paper):
    """A name for the reader's own folder, without the letters that break a header or a disk."""
    return f"{slugify(str(paper.title)) or paper.kind}.{extension(paper)}"

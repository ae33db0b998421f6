"""What templates of pages ask of the facts: the pages themselves know words only."""

from django import template

from content.models import in_this_language, main_locale
from events import desk_codes, listing
from events.models import EventIndexPage, ForumPage, Membership

register = template.Library()
register.simple_tag(in_this_language)


@register.simple_tag(takes_context=True)
def find_dates(context, index):
    """What a visitor of the list of events asks for: a listing.Found."""
    return listing.find(index, context["request"])


@register.simple_tag
def dates_of_event(page):
    """The dates of an event: `coming` (cards), `past`, `venues`, and how many are `to_book` here."""
    return listing.of_event(page)


@register.simple_tag
def dates_of_forum(page):
    """Cards of the next dates of a forum."""
    return listing.of_forum(page)


@register.simple_tag
def dates_of_member(membership):
    """The dates to come of a member's forum, with how the member stands to each."""
    return listing.of_member(membership)


@register.simple_tag
def list_of_events():
    """The page with all that is on, in the active language; None where there is none."""
    index = EventIndexPage.objects.filter(locale=main_locale()).live().first()
    return index and in_this_language(index)


@register.simple_tag
def facts_of(page):
    """The page on which topics, promises and the key of a forum hang; None for a page that was never saved."""
    return page.original if page.has_facts else None


@register.simple_tag
def days_to_answer():
    """Within how many days somebody hears from us who asks to join a forum."""
    return Membership.ANSWER_WITHIN.days


@register.simple_tag
def topics_of(page):
    """The public topics of an event or forum, in the language of the page."""
    return listing.topics_of(page)


@register.simple_tag
def forums_under(index):
    """The public forums of the list of forums."""
    return ForumPage.objects.open_to_the_public().child_of(index).order_by("title")


@register.simple_tag
def desk_picture(registration):
    """The QR code that somebody shows at the desk, for those who are expected there; otherwise ""."""
    return desk_codes.picture_of(registration) if desk_codes.has_code(registration) else ""


@register.simple_tag
def desk_code(registration):
    """The four letters that they say at the desk; "" for those who are not expected there."""
    return desk_codes.code_of(registration) if desk_codes.has_code(registration) else ""

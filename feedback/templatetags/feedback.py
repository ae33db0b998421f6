"""What templates of pages ask of the facts: the pages themselves know words only."""

from django import template

from feedback import listing

register = template.Library()


@register.simple_tag
def form_of(page):
    """The form of a page, with its state: a listing.Form."""
    return listing.form_of(page)


@register.simple_tag(takes_context=True)
def forms_below(context, index):
    """The forms of a list by state: a listing.Listed."""
    return listing.of_index(index, context["request"])

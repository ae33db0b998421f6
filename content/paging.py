"""A long list in pages: the numbers below it, as parameters of the design system's pagination."""

from django.core.paginator import Paginator

PARAMETER = "page"


def page_of(items, request, *, size=10):
    """The page of `items` that the address asks for; an unknown number gives the nearest page that exists."""
    return Paginator(items, size).get_page(request.GET.get(PARAMETER))


def pagination(page, request):
    """Links to the pages around, keeping all else that the address says; None where all fits on one page."""
    pages = page.paginator
    if pages.num_pages == 1:
        return None
    numbers = pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "previous": {"href": _address(page.number - 1, request)} if page.has_previous() else None,
        "next": {"href": _address(page.number + 1, request)} if page.has_next() else None,
        "items": [_item(number, page, request) for number in numbers],
    }


def _item(number, page, request):
    if number == page.paginator.ELLIPSIS:
        return {"ellipsis": True}
    return {"number": str(number), "href": _address(number, request), "current": number == page.number}


def _address(number, request):
    query = request.GET.copy()
    query[PARAMETER] = number
    return f"?{query.urlencode()}"

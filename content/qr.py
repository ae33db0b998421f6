"""QR codes, drawn in the page: sharp at any size, on a screen and on paper."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def svg(text) -> SafeString:
    """
    The QR code of a text, mostly an address: an `<svg>` as wide as its container, with the quiet zone of ISO/IEC 18004.

    Whoever shows it writes the same text or a link beside it, so its own text alternative is short. It can still be
    read when a quarter of it is torn or creased.
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    modules = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(modules) for x, is_dark in enumerate(row) if is_dark)
    return format_html(
        '<svg class="app-qr" role="img" aria-label="{label}" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>',
        label=_("QR code"),
        size=len(modules),
        dark=dark,
    )

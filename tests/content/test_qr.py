import re

import qrcode

from content import qr

ADDRESS = "https://involve.example.org/e/abcdefghij"


def drawn(svg):
    """The dark modules of a drawing, as positions."""
    return {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}


def test_the_drawing_holds_the_code_of_the_text_with_four_empty_modules_around_it():
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=0)
    code.add_data(ADDRESS)
    expected = {(x + 4, y + 4) for y, row in enumerate(code.get_matrix()) for x, dark in enumerate(row) if dark}
    svg = qr.svg(ADDRESS)
    assert drawn(svg) == expected
    size = len(code.get_matrix()) + 8
    assert f'viewBox="0 0 {size} {size}"' in svg


def test_another_text_is_another_code():
    assert drawn(qr.svg(ADDRESS)) != drawn(qr.svg(ADDRESS + "k"))


def test_it_has_a_text_alternative_and_repeats_nothing_of_what_it_encodes():
    svg = qr.svg(ADDRESS)
    assert 'role="img" aria-label="QR code"' in svg
    assert "abcdefghij" not in svg

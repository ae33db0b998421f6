"""Pictures for Easy Read: one thing each, drawn here."""

from home.demo.pictures import BLUE, COATS, DARK, GROUND, WHITE, person, picture

GREEN, YELLOW = COATS[:2]


def drawn(name):
    """The picture of this name, such as "clock"."""
    return picture(f"Easy Read: {name}", f"A drawing of a {name}.", DRAWINGS[name])


def _clock(pen):
    pen.disc(600, 315, 260, DARK)
    pen.disc(600, 315, 225, WHITE)
    pen.road([(600, 315), (600, 150)], 26, DARK)
    pen.road([(600, 315), (720, 375)], 26, BLUE)
    pen.disc(600, 315, 24, DARK)


def _calendar(pen):
    pen.box(330, 90, 540, 460, WHITE, round_by=24)
    pen.box(330, 90, 540, 110, BLUE, round_by=24)
    for row in range(3):
        for column in range(5):
            pen.box(375 + column * 95, 235 + row * 100, 65, 65, GREEN if row < 2 else GROUND, round_by=10)


def _letter(pen):
    pen.box(300, 140, 600, 370, WHITE, round_by=18)
    pen.road([(310, 155), (600, 360), (890, 155)], 18, BLUE)


def _message(pen):
    pen.box(430, 60, 340, 520, DARK, round_by=50)
    pen.box(460, 120, 280, 390, WHITE)
    pen.box(490, 165, 220, 90, GREEN, round_by=30)
    pen.box(490, 290, 220, 90, GROUND, round_by=30)


def _book(pen):
    pen.shape([(600, 170), (280, 120), (280, 470), (600, 520)], WHITE)
    pen.shape([(600, 170), (920, 120), (920, 470), (600, 520)], GROUND)
    for step in range(4):
        pen.road([(330, 190 + step * 65), (550, 225 + step * 65)], 14, BLUE)
        pen.road([(650, 225 + step * 65), (870, 190 + step * 65)], 14, BLUE)


def _talk(pen):
    person(pen, 380, 320, 1, size=1.4)
    pen.box(540, 90, 420, 220, WHITE, round_by=60)
    pen.shape([(600, 290), (560, 380), (690, 300)], WHITE)
    for step in range(3):
        pen.disc(640 + step * 110, 200, 26, BLUE)


def _family(pen):
    person(pen, 400, 260, 0, size=1.4)
    person(pen, 800, 260, 3, size=1.4)
    person(pen, 600, 380, 2)


def _person(pen):
    person(pen, 600, 260, 5, size=1.7)
    pen.disc(860, 160, 70, YELLOW)


DRAWINGS = {
    "clock": _clock,
    "calendar": _calendar,
    "letter": _letter,
    "message on a telephone": _message,
    "book": _book,
    "person who talks": _talk,
    "family": _family,
    "person": _person,
}

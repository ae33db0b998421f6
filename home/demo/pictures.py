"""Pictures without words, drawn here, so that the demonstration needs no file of anybody else."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw

from content.models import CustomImage

WIDTH, HEIGHT = 1200, 630
SMOOTH = 2  # drawn so many times larger, then made smaller: edges are smooth
SKY, GROUND, BLUE, DARK, WHITE = "#dce9f5", "#c3d9ee", "#005eb8", "#003087", "#ffffff"
SKIN = ("#8d5524", "#f1c27d", "#c68642", "#ffdbac", "#5c3a1e", "#e0ac69")
COATS = ("#007f3b", "#ffb81c", "#7c2855", "#00a499", "#ed8b00", "#41b6e6")
HAIR = ("#2b1d14", "#6f6f6f", "#3b2a20", "#b55239", "#1b1b1b", "#d9d9d9")
CREDIT = "Drawn for this demonstration"


def meeting():
    """People around a table, one of them in a wheelchair."""
    return picture(
        "People at a table",
        "A drawing of 6 people who sit around a table with papers. One of them uses a wheelchair.",
        _draw_meeting,
    )


def towns():
    """Four towns and the roads between them, with a hub in one."""
    return picture(
        "Towns and a local hub",
        "A drawing of 4 groups of houses. Roads lead from each of them to a blue building with a white cross.",
        _draw_towns,
    )


def picture(title, description, draw):
    if known := CustomImage.objects.filter(title=title).first():
        return known
    large = Image.new("RGB", (WIDTH * SMOOTH, HEIGHT * SMOOTH), SKY)
    draw(_Pen(large))
    file = BytesIO()
    large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    name = f"{title.lower().replace(' ', '-')}.png"
    return CustomImage.objects.create(
        title=title, description=description, credit=CREDIT, file=ImageFile(file, name=name)
    )


class _Pen:
    """Draws on the large picture by the measures of the small one."""

    def __init__(self, image):
        self.draw = ImageDraw.Draw(image)

    def _large(self, *numbers):
        return [number * SMOOTH for number in numbers]

    def disc(self, x, y, radius, colour, flat=1.0):
        self.draw.ellipse(self._large(x - radius, y - radius * flat, x + radius, y + radius * flat), fill=colour)

    def box(self, x, y, width, height, colour, round_by=0):
        box = self._large(x, y, x + width, y + height)
        self.draw.rounded_rectangle(box, radius=round_by * SMOOTH, fill=colour)

    def shape(self, points, colour):
        self.draw.polygon([tuple(self._large(*point)) for point in points], fill=colour)

    def road(self, points, width, colour):
        self.draw.line(
            [tuple(self._large(*point)) for point in points], fill=colour, width=width * SMOOTH, joint="curve"
        )

    def cap(self, x, y, radius, colour):
        """The upper half of a disc."""
        self.draw.pieslice(self._large(x - radius, y - radius, x + radius, y + radius), 180, 360, fill=colour)

    def ring(self, x, y, radius, width, colour):
        self.draw.ellipse(
            self._large(x - radius, y - radius, x + radius, y + radius), outline=colour, width=width * SMOOTH
        )


def _draw_meeting(pen):
    pen.disc(600, 640, 900, GROUND, flat=0.34)
    for number, x in enumerate((300, 500, 700, 900)):
        person(pen, x, 250, number)
    pen.disc(600, 470, 400, DARK, flat=0.30)
    pen.disc(600, 450, 400, BLUE, flat=0.30)
    for x, y in ((420, 430), (560, 405), (690, 440), (800, 415)):
        pen.shape([(x, y), (x + 62, y - 8), (x + 74, y + 30), (x + 10, y + 38)], WHITE)
    person(pen, 1080, 350, 4, size=1.1)
    pen.ring(1080, 545, 62, 10, DARK)
    pen.ring(1080, 545, 10, 10, DARK)
    person(pen, 120, 350, 5, size=1.1)


def person(pen, x, y, number, *, size=1.0):
    skin, coat, hair = SKIN[number], COATS[number], HAIR[number]
    pen.box(x - 70 * size, y + 15 * size, 140 * size, 190 * size, coat, round_by=60 * size)
    pen.box(x - 16 * size, y - 10 * size, 32 * size, 50 * size, skin, round_by=10)
    pen.disc(x, y - 45 * size, 50 * size, skin)
    pen.cap(x, y - 48 * size, 54 * size, hair)


def _draw_towns(pen):
    pen.disc(600, 700, 1000, GROUND, flat=0.5)
    hub, towns = (610, 330), ((220, 250), (980, 230), (330, 520), (930, 500))
    for town in towns:
        pen.road([hub, ((hub[0] + town[0]) / 2, (hub[1] + town[1]) / 2 + 30), town], 26, WHITE)
    for number, (x, y) in enumerate(towns):
        for step, height in ((-70, 60), (0, 90), (70, 50)):
            _house(pen, x + step, y, height, COATS[(number + step // 70) % len(COATS)])
    pen.box(hub[0] - 110, hub[1] - 130, 220, 150, BLUE, round_by=12)
    pen.box(hub[0] - 22, hub[1] - 50, 44, 70, WHITE)
    pen.box(hub[0] - 12, hub[1] - 120, 24, 60, WHITE)
    pen.box(hub[0] - 30, hub[1] - 102, 60, 24, WHITE)
    for x in (hub[0] - 80, hub[0] + 50):
        pen.box(x, hub[1] - 60, 30, 34, SKY)


def _house(pen, x, y, height, colour):
    pen.box(x - 30, y - height, 60, height, colour)
    pen.shape([(x - 38, y - height), (x, y - height - 40), (x + 38, y - height)], DARK)
    pen.box(x - 10, y - 30, 20, 30, WHITE)

"""Every block: whole, previewed, safe, accessible, and refusing what nobody could use."""

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import get_template, render_to_string
from django.utils.html import escape
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from content.blocks import BodyBlock, QuestionsBlock
from content.models import CustomDocument
from tests import looking
from tests.factories.content import DocumentFactory, ImageFactory
from tests.factories.home import HomePageFactory, StandardPageFactory
from tests.rules import problems

EVERY = {
    f"{kind.__name__}.{name}": block
    for kind in (BodyBlock, QuestionsBlock)
    for name, block in kind().child_blocks.items()
}
every_block = pytest.mark.parametrize("block", EVERY.values(), ids=EVERY.keys())
POISON = '"><script>alert(1)</script>'

pytestmark = pytest.mark.django_db


def preview(block):
    return block.render(block.get_preview_value())


def all_previews():
    """A page of all previews. Questions come without the ids that would be the same in each."""
    ImageFactory(credit="A. Person")
    wide = {"heading": "Neighbourhood", "type": "text"}
    table = {"columns": [wide] * 8, "rows": [{"values": ["Calderbrook"] * 8}], "caption": "A wide table"}
    previews = [preview(block).replace("preview", f"preview-{block.name}") for block in EVERY.values()]
    return "".join([*previews, render("table", table)])


# --- Whole


@every_block
def test_a_block_says_what_it_is_for(block):
    assert block.meta.icon != "placeholder"
    assert block.label
    assert block.get_description()
    assert block.meta.group
    assert get_template(block.meta.template)
    assert block.is_previewable


@every_block
def test_a_block_shows_itself_before_it_is_chosen(block):
    ImageFactory()
    value = block.get_preview_value()
    context = {"bound_block": block.bind(value), "block_def": block, "page_title": "Preview"}
    html = render_to_string(block.get_preview_template(value), block.get_preview_context(value, context))
    assert "site.css" in html
    assert ">None<" not in html


@every_block
def test_a_block_that_is_still_empty_renders(block):
    """A draft may be previewed before its fields are filled in."""
    if block.name != "scale":
        assert "None" not in block.render(block.get_default())


def test_a_stream_renders_each_block():
    stream = BodyBlock().to_python([{"type": "quote", "value": {"text": "<p>Call me.</p>", "attribution": "Parent"}}])
    assert "Call me." in str(stream)


# --- Safe


def poisoned(block, value):
    """The value with every plain text in it replaced. Rich text is cleaned when it is written, by its editor."""
    if isinstance(block, ImageBlock):
        value.contextual_alt_text = POISON
        return value
    if isinstance(block, blocks.StructBlock):
        parts = {name: poisoned(child, value.get(name)) for name, child in block.child_blocks.items()}
        return block.normalize(parts)
    if isinstance(block, blocks.ListBlock):
        return block.normalize([poisoned(block.child_block, each) for each in value])
    if hasattr(value, "row_data"):
        raw = block.get_prep_value(value)
        columns = [column | {"heading": POISON} for column in raw["columns"]]
        rows = [{"values": [POISON for _cell in row["values"]]} for row in raw["rows"]]
        return block.to_python({"columns": columns, "rows": rows, "caption": POISON})
    if isinstance(block, (blocks.CharBlock, blocks.TextBlock, blocks.EmailBlock, blocks.RegexBlock, blocks.URLBlock)):
        return POISON
    return value


@every_block
def test_a_text_is_never_markup(block):
    ImageFactory(credit=POISON)
    html = block.render(poisoned(block, block.get_preview_value()))
    assert "<script" not in html
    if block.name not in ("rich_text", "inset_text"):
        assert "&lt;script&gt;alert(1)" in html


def test_the_title_of_a_document_is_never_markup():
    value = {
        "document": CustomDocument(pk=1, title=POISON, file="a.pdf", html_version="https://example.org/"),
        "title": "",
    }
    assert render("document", value).count(escape(POISON)) == 2


# --- What people get


def render(name, value):
    block = BodyBlock().child_blocks[name]
    return " ".join(block.render(block.normalize(value)).split())


def test_a_document_says_type_and_size():
    pdf = CustomDocument(pk=7, title="Notes", file="documents/notes.pdf", file_size=234_400)
    assert ">Notes (PDF only, 234 KB)</a>" in render("document", {"document": pdf, "title": ""})
    pdf.html_version = "https://example.org/notes/"
    html = render("document", {"document": pdf, "title": "What was said"})
    assert '<a class="nhsuk-link" href="https://example.org/notes/">What was said as a page</a>' in html
    assert '<a class="nhsuk-link" href="/documents/7/notes.pdf">What was said (PDF, 234 KB)</a>' in html
    sheet = CustomDocument(pk=8, title="Data", file="data.xlsx", file_size=2_400_000)
    assert ">Data (XLSX, 2.4 MB)</a>" in render("document", {"document": sheet, "title": ""})


def test_a_picture_is_lazy_in_several_sizes_and_never_moves_the_page():
    picture = ImageFactory(credit="A. Person")
    value = {"image": {"image": picture, "decorative": False, "alt_text": "Three people"}, "caption": "At a meeting"}
    html = render("image", value)
    for part in ('alt="Three people"', 'loading="lazy"', 'width="320"', 'height="200"', "860w", ".webp"):
        assert part in html
    assert "At a meeting (picture: A. Person)" in html


def test_a_decorative_picture_has_an_empty_alternative():
    value = {"image": {"image": ImageFactory(), "decorative": True, "alt_text": ""}, "caption": ""}
    html = render("image", value)
    assert 'alt=""' in html
    assert "figcaption" not in html


def test_a_video_has_captions_a_transcript_and_sign_language():
    html = preview(BodyBlock().child_blocks["video"])
    assert html.count("<video") == 2
    assert html.count('preload="none"') == 2
    assert html.count('<track kind="captions" src="/documents/0/meeting.vtt" srclang="en"') == 1
    assert "Welcome. I am Sam" in html
    assert "How a forum meeting works in British Sign Language" in html


def test_a_card_leads_to_its_page_while_that_is_published():
    home = HomePageFactory()
    card = {"heading": "Home", "description": "", "page": home, "url": ""}
    html = render("card_group", {"heading": "Go", "cards": [card]})
    assert f'href="{home.url}"' in html
    home.live = False
    assert "<a" not in render("card_group", {"heading": "Go", "cards": [card]})


def test_a_table_names_its_rows_and_columns():
    html = preview(BodyBlock().child_blocks["table"])
    assert "<caption" in html
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 2


def test_a_contact_can_be_rung_and_written_to():
    html = preview(BodyBlock().child_blocks["contact"])
    assert 'href="tel:01632960110"' in html
    assert 'href="mailto:team@example.org"' in html


# --- What an officer cannot leave undone


def refusal(name, value):
    block = BodyBlock().child_blocks[name]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    return refused.value


def messages(error):
    return {name: each.messages for name, each in error.block_errors.items()}


def test_a_contact_has_a_way_without_a_telephone():
    error = refusal("contact", {"heading": "Ask us", "telephone": "01632 960 110"})
    assert messages(error) == {
        "email": ["Enter an e-mail address or another way: not everybody can use the telephone."]
    }


def test_a_telephone_number_is_a_number():
    error = refusal("contact", {"heading": "Ask us", "telephone": "ask at the desk", "other": "Write to us"})
    assert messages(error) == {"telephone": ["Enter a telephone number, such as 01632 960 001."]}


@pytest.mark.parametrize(
    ("card", "errors"),
    [
        ({}, {"page": ["Select a page or enter an address."]}),
        (
            {"page": 1, "url": "https://example.org/"},
            {"url": ["Enter an address or select a page, not both."]},
        ),
    ],
)
def test_a_card_leads_to_one_place(card, errors):
    error = refusal("card_group", {"heading": "Go", "cards": [{"heading": "Here", **card}]})
    assert messages(error.block_errors["cards"].block_errors[0]) == errors


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": []}, "Enter at least 1 column and 1 row."),
        ({"caption": ""}, "Enter a caption: what the table is about."),
        (
            {"columns": [{"type": "text", "heading": ""}, {"type": "text", "heading": "b"}]},
            "Enter a heading for every column.",
        ),
        (
            {"columns": [{"type": "text", "heading": "a"}, {"type": "row_heading", "heading": "b"}]},
            "Enter the names of the rows in the first column.",
        ),
    ],
)
def test_a_table_is_whole(change, message):
    columns = [{"type": "text", "heading": "a"}, {"type": "text", "heading": "b"}]
    table = {"columns": columns, "rows": [{"values": ["1", "2"]}], "caption": "Numbers"}
    assert refusal("table", table | change).non_block_errors == [message]


def test_a_video_takes_only_files_that_play():
    value = {"title": "Talk", "transcript": "<p>Hello</p>", "video": DocumentFactory(file__filename="talk.mov").pk}
    error = refusal("video", value | {"captions": DocumentFactory(file__filename="talk.txt").pk})
    assert messages(error) == {
        "video": ["Select a file of the type MP4 or WEBM."],
        "captions": ["Select a file of the type VTT."],
    }


def test_what_is_not_ready_can_be_kept_as_a_draft():
    body = BodyBlock()
    unready = body.to_python([{"type": "contact", "value": {}}, {"type": "table", "value": None}])
    body.defer_required_validation()
    try:
        assert len(body.clean(unready)) == 2
    finally:
        body.restore_deferred_validation()


# --- Accessible


def document(html):
    return (
        '<!doctype html><html lang="en"><head><title>Blocks</title><meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="/static/site.css"></head><body><div class="nhsuk-width-container">'
        f'<main class="nhsuk-main-wrapper"><h1>Blocks</h1>{html}</main></div></body></html>'
    )


def test_a_page_of_every_block_breaks_no_rule(client):
    """Published and read back, with its files. Its site has no pages yet that the footer could lead to (T3)."""
    picture, film, words = (
        ImageFactory(),
        DocumentFactory(file__filename="a.mp4"),
        DocumentFactory(file__filename="a.vtt"),
    )
    files = {
        "image": {"image": {"image": picture, "decorative": False, "alt_text": "People"}, "caption": ""},
        "video": {
            "title": "Talk",
            "video": film,
            "captions": words,
            "transcript": "<p>Hello</p>",
            "sign_language": film,
            "poster": picture,
        },
        "document": {"document": DocumentFactory(), "title": ""},
    }
    body = BodyBlock()
    body = body.normalize(
        [(name, files.get(name) or each.get_preview_value()) for name, each in body.child_blocks.items()]
    )
    page = StandardPageFactory(body=body)
    html = client.get(page.url).content.decode()
    assert html.count('<div class="w-block-') == len(BodyBlock().child_blocks)
    assert problems(html, kind="page", without=("T3",)) == []


def test_the_html_of_every_block_is_correct(html_errors):
    assert html_errors({"blocks": document(all_previews())}) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_every_block_is_accessible_and_fits(open_page, live_server, width):
    html = document(all_previews())
    page = open_page(viewport={"width": width, "height": 900})
    page.route("**/blocks-of-a-test", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/blocks-of-a-test")
    assert looking.violations(page, options=looking.VIOLATIONS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width

"""The bridge: what is a text comes out escaped, what is HTML only where we say so."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from content import rendering

NASTY = "<script>alert('&\"')</script>"
ESCAPED = ("&lt;script&gt;", "&amp;")


def template(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("component", "params"),
    [
        ("tag", {"text": NASTY}),
        ("tag", {"html": NASTY}),  # a text under "html" that nobody has vouched for
        ("inset-text", {"html": NASTY}),
        ("details", {"summaryText": NASTY, "html": NASTY}),
        ("warning-callout", {"heading": NASTY, "text": NASTY}),
        ("card", {"heading": NASTY, "description": NASTY, "href": NASTY}),
        ("error-summary", {"titleHtml": NASTY, "errorList": [{"text": NASTY, "href": NASTY}, {"html": NASTY}]}),
        ("summary-list", {"rows": [{"key": {"text": NASTY}, "value": {"html": NASTY}}]}),
        ("input", {"id": "a", "name": "a", "label": NASTY, "hint": NASTY, "errorMessage": NASTY, "value": NASTY}),
        ("radios", {"name": "a", "items": [{"value": NASTY, "text": NASTY, "hint": NASTY}]}),
        ("button", {"text": NASTY, "attributes": {"data-a": NASTY}}),
        ("breadcrumb", {"items": [{"text": NASTY, "href": NASTY}]}),
        ("tables", {"caption": NASTY, "rows": [[{"text": NASTY}, {"html": NASTY}]]}),
    ],
)
def test_a_text_is_escaped_wherever_it_stands(component, params):
    html = rendering.render(component, params)
    assert "<script" not in html
    assert all(part in html for part in ESCAPED)


def test_html_passes_where_it_is_marked_as_safe():
    assert "<b>now</b>" in rendering.render("inset-text", {"html": mark_safe("<b>now</b>")})
    assert "<b>now</b>" in rendering.render("inset-text", content=mark_safe("<b>now</b>"))


def test_a_text_cannot_become_attributes():
    with pytest.raises(TypeError, match="mapping"):
        rendering.render("button", {"text": "Go", "attributes": 'onclick="x()"'})


def test_what_is_left_out_is_as_if_it_were_not_there():
    assert rendering.render("tag", {"text": "Open", "classes": None}) == rendering.render("tag", {"text": "Open"})


def test_a_translation_is_made_when_it_is_drawn():
    label = _("Search")
    with override("cy"):
        assert str(label) in rendering.render("tag", {"text": label})


def test_an_unknown_component_is_a_mistake():
    with pytest.raises(Exception, match="nothing"):
        rendering.render("nothing")


def test_a_tag_leads_into_a_parameter_by_two_underscores():
    html = template('{% nhsuk "panel" heading__text="Done" heading__level=2 text=text %}', text=NASTY)
    assert "<h2" in html
    assert "Done" in html
    assert "<script" not in html


def test_a_tag_takes_a_whole_mapping():
    assert "Open" in template('{% nhsuk "tag" params %}', params={"text": "Open"})
    assert "nhsuk-tag--blue" in template('{% nhsuk "tag" params classes="nhsuk-tag--blue" %}', params={"text": "Open"})


def test_a_tag_with_content_keeps_its_html_and_escapes_its_variables():
    html = template('{% nhsukblock "inset-text" %}<p>{{ text }}</p>{% endnhsukblock %}', text=NASTY)
    assert "<p>&lt;script&gt;" in html


def test_the_marks_around_a_component_leave_no_empty_lines():
    assert rendering.render("tag", {"text": "Open"}) == '<strong class="nhsuk-tag">\n  Open\n</strong>'

"""The design system in templates. The tags are built in (settings.TEMPLATES), so no template loads them."""

from django import template
from django.forms import BaseForm
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.translation import gettext as _
from wagtail.models import Page

from content import fields, views
from content.furniture import Furniture
from content.rendering import render

register = template.Library()


@register.simple_tag
def nhsuk(component, params=None, **more):
    """
    One component: `{% nhsuk "tag" text="Open" %}`, `{% nhsuk "card" params %}`.

    Two underscores lead into a parameter: `heading__level=2` is `{"heading": {"level": 2}}`.
    """
    return render(component, (params or {}) | _nested(more))


@register.simple_block_tag(end_name="endnhsukblock")
def nhsukblock(content, component, params=None, **more):
    """A component with content: `{% nhsukblock "inset-text" %}<p>...</p>{% endnhsukblock %}`."""
    return render(component, (params or {}) | _nested(more), content=content)


@register.simple_tag
def nhsuk_field(bound, heading=False, caption=""):
    """A bound field as its component; `heading=True` makes its label or legend the page's h1, below a caption."""
    return fields.field(bound, heading=heading, caption=caption)


@register.simple_tag
def error_summary(*forms):
    """What is wrong in the forms, each error a link to its field. Nothing when all is well or nothing was sent."""
    wrong = [error for form in forms if isinstance(form, BaseForm) and form.errors for error in _errors(form)]
    return render("error-summary", {"heading": _("There is a problem"), "errorList": wrong}) if wrong else ""


def _errors(form):
    visible = form.visible_fields()
    for error in form.non_field_errors():
        yield {"text": error, "href": f"#{visible[0].auto_id}" if visible else None}
    for bound in form:
        if bound.errors:
            target = None if bound.is_hidden else f"#{fields.error_target(bound)}"
            yield {"text": fields.error_text(bound), "href": target}


def _nested(flat):
    nested = {}
    for path, value in flat.items():
        *parents, last = path.split("__")
        level = nested
        for parent in parents:
            level = level.setdefault(parent, {})
        level[last] = value
    return nested


@register.simple_tag(takes_context=True)
def again(context, name):
    """What the block `name` says, once more: `{% again "heading" %}`. In a template that others extend."""
    return context.render_context[BLOCK_CONTEXT_KEY].get_block(name).render(context)


@register.simple_tag(takes_context=True)
def furniture(context):
    """What stands around the page at hand; `base.html` asks once and keeps it as `furniture`."""
    page = context.get("page")
    return Furniture(context["request"], page if isinstance(page, Page) else None)


@register.simple_tag(takes_context=True)
def organisation_stylesheet(context):
    """The address of the stylesheet with the organisation's colour, or None where it has none of its own."""
    return views.organisation_stylesheet(context["organisation"])

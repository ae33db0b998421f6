"""
The bridge to the NHS design system: its components, as macros of `nhsuk-frontend-jinja`, for Django templates.

`render("tag", {"text": "Open"})` gives the HTML of one component; templates call it as `{% nhsuk "tag" text="Open" %}`.
Parameters are those of the service manual. A text is escaped; what stands under a key that ends in "html" passes as
it is only when it is marked safe.
"""

from collections.abc import Mapping
from functools import cache

from django.forms.renderers import TemplatesSetting
from django.utils.html import escape
from django.utils.safestring import SafeString
from jinja2 import ChainableUndefined, Environment, PackageLoader
from jinja2.runtime import Macro


@cache
def environment():
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def macro(name):
    """The macro of a component, by the name of its folder ("date-input"); the folder's only one."""
    module = environment().get_template(f"nhsuk/components/{name}/macro.jinja").module
    (found,) = (value for value in vars(module).values() if isinstance(value, Macro))
    return found


def render(name, params=None, content=None):
    """The HTML of one component. `content` (safe HTML) is what the service manual puts between the call's two ends."""
    params = _prepared(params or {})
    component = macro(name)
    if content is None:
        html = component(params)
    elif component.caller:
        html = component(params, caller=lambda: SafeString(content))
    else:
        html = component(params | {"html": SafeString(content)})
    return SafeString(str(html).strip())


def _prepared(value, key=""):
    """A value as the macros expect it: plain dicts and lists, real strings, nothing that was left out (None)."""
    match value:
        case Mapping():
            return {name: _prepared(each, name) for name, each in value.items() if each is not None}
        case list() | tuple():
            return [_prepared(each) for each in value]
        case None | bool() | int() | float():
            return value
        case str():
            return value if hasattr(value, "__html__") else _unsafe(value, key)
    # lazy translations, and whatever else can be said as text
    return _prepared(SafeString(value.__html__()) if hasattr(value, "__html__") else str(value), key)


def _unsafe(text, key):
    if key == "attributes":
        raise TypeError("Attributes are a mapping: a text would be written into the tag as it is.")
    return escape(text) if key.lower().endswith("html") else text


class NHSRenderer(TemplatesSetting):
    """Renders every form of the site with the design system's components."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

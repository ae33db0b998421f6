"""Draws a form's bound field as a component of the design system. `content.forms` says what a field may ask for."""

from datetime import date

from django import forms
from django.forms.widgets import ChoiceWidget
from django.template.defaultfilters import linebreaksbr
from django.utils.choices import flatten_choices
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from content.forms import DateInput, Look
from content.rendering import render


def field(bound, *, heading=False, caption=""):
    """
    A bound field with label or legend, hint and error, as HTML.

    `heading` makes the label or legend the page's h1, with `caption` above it. A hidden field stays what Django makes
    of it.
    """
    if bound.is_hidden:
        return bound.as_hidden()
    component, params = next(build for kind, build in WIDGETS if isinstance(bound.field.widget, kind))(bound)
    title = {"text": question(bound), "size": _look(bound).size}
    if heading:
        title |= {"size": "l", "isPageHeading": True, "caption": caption or None}
    title = {"fieldset": {"legend": title}} if component in ("radios", "checkboxes", "date-input") else {"label": title}
    html = render(component, title | _shared(bound) | params)
    html = _counted(html, bound) if _look(bound).counts else html
    return _told(getattr(bound.field, "beside", str)(), html)


def _told(beside, html):
    return (
        format_html('<div class="app-told">{}<div class="app-told__words">{}</div></div>', beside, html)
        if beside
        else html
    )


def _counted(html, bound):
    """One line of text as the design system counts several, for which alone it has a component."""
    return format_html(
        '<div class="nhsuk-character-count" data-module="nhsuk-character-count" data-maxlength="{}">{}'
        '<div id="{}-info" class="nhsuk-hint nhsuk-character-count__message">{}</div></div>',
        bound.field.max_length,
        html,
        bound.auto_id,
        _("You can enter up to %(number)s characters") % {"number": bound.field.max_length},
    )


def typed(form, before=None):
    """
    What was typed into a form's fields, as {name: [values]}: plain JSON from which the form can be bound again.

    Each field that was asked has its name, also where it was left out. Of what was typed `before` stays what the form
    does not ask now: it may be asked again.
    """
    return (before or {}) | {name: form.data.getlist(name) for name in names(form)}


def names(form):
    """The names under which a form's fields are sent; several for a field that is typed in parts."""
    return [f"{bound.html_name}{part}" for bound in form for part in getattr(bound.field.widget, "widgets_names", [""])]


def summary_row(bound, *, change):
    """A row of a summary list for a field of a valid form: question, answer, and the link that leads to it."""
    key = getattr(bound.field, "short_label", bound.label)
    link = {"href": change, "text": _("Change"), "visuallyHiddenText": key}
    return {"key": {"text": key}, "value": {"html": answer(bound)}, "actions": {"items": [link]}}


def goes_without_saying(bound):
    """Whether a field of a valid form was left empty, as most people leave it."""
    return _look(bound).quiet and bound.form.cleaned_data[bound.name] in bound.field.empty_values


def answer(bound):
    """What a field of a valid form was answered with, in the words that people saw."""
    value = bound.form.cleaned_data[bound.name]
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in bound.field.empty_values:
        return _("Not provided")
    if isinstance(bound.field.widget, ChoiceWidget):
        return format_html_join(
            mark_safe("<br>"), "{}", ((each["text"],) for each in _choices(bound) if each.get("checked"))
        )
    return date_format(value) if isinstance(value, date) else linebreaksbr(value)


def error_target(bound):
    """The id that a link of the error summary leads to: the first input that is wrong."""
    if isinstance(bound.field.widget, DateInput):
        return f"{bound.auto_id}_{_wrong_parts(bound)[0]}"
    return bound.auto_id


def error_text(bound):
    """The errors of a field in one line, the same beside the field and in the summary; None when there are none."""
    return " ".join(bound.errors) or None


def _look(bound):
    """Fields that are not our own (those of other packages) have the usual look."""
    return getattr(bound.field, "look", Look())


def question(bound):
    """The words of a question as its label or legend shows them."""
    said = isinstance(bound.field.widget, forms.CheckboxInput) or _look(bound).quiet
    optional = not bound.field.required and not said
    return _("%(question)s (optional)") % {"question": bound.label} if optional else bound.label


def _shared(bound):
    return {
        "id": bound.auto_id,
        "name": bound.html_name,
        "hint": bound.help_text or None,
        "errorMessage": error_text(bound),
        "disabled": bound.field.disabled or None,
    }


def _attributes(bound):
    """The attributes of the widget that components take; the browser's own checks and autofocus are left out."""
    attrs = bound.field.widget.attrs
    taken = {name: value for name, value in attrs.items() if name.startswith(("data-", "aria-"))}
    named = ("autocomplete", "inputmode", "spellcheck", "autocapitalize")
    return {name: attrs[name] for name in named if name in attrs} | ({"attributes": taken} if taken else {})


def _value(bound):
    return bound.field.widget.format_value(bound.value())


def _input(bound, **extra):
    look = _look(bound)
    typed = {
        "type": getattr(bound.field.widget, "input_type", "text"),
        "value": _value(bound),
        "width": look.width,
        "prefix": look.prefix or None,
        "suffix": look.suffix or None,
    }
    if look.counts:
        typed |= {"classes": "nhsuk-js-character-count", "describedBy": f"{bound.auto_id}-info"}
    return "input", typed | extra | _attributes(bound)


def _whole_number(bound):
    return _input(bound, type="text", inputmode="numeric", spellcheck=False)


def _address(bound):
    return _input(bound, spellcheck=False, autocapitalize="none")


def _password(bound):
    return "password-input", _attributes(bound)


def _text_area(bound):
    limit = getattr(bound.field, "max_length", None)
    params = {"value": _value(bound), "rows": bound.field.widget.attrs.get("rows"), "maxlength": limit}
    return "character-count" if limit else "textarea", params | _attributes(bound)


def _choices(bound):
    """The items of a list of choices, with "or" before the first that is set apart."""
    look, value = _look(bound), bound.value()
    chosen = {str(each) for each in (value if isinstance(value, (list, tuple)) else [value])}
    for choice, label in flatten_choices(bound.field.widget.choices):
        if look.set_apart and choice == look.set_apart[0]:
            yield {"divider": _("or")}
        hint = look.choice_hints.get(choice)
        yield {"value": str(choice), "text": label, "hint": hint, "checked": str(choice) in chosen}


def _radios(bound):
    look = _look(bound)
    items = [item for item in _choices(bound) if item.get("value") != ""]
    shape = {"inline": look.inline, "small": look.small, "classes": "app-beside" if look.beside else None}
    return "radios", {"id": None, "idPrefix": bound.auto_id, "items": items} | shape


def _checkboxes(bound):
    look = _look(bound)
    items = list(_choices(bound))
    for item in items:
        if item.get("value") in map(str, look.set_apart):
            item["behaviour"] = "exclusive"
    return "checkboxes", {"id": None, "idPrefix": bound.auto_id, "items": items, "small": look.small}


def _tick(bound):
    item = {"value": "on", "text": bound.label, "hint": bound.help_text or None, "checked": bool(bound.value())}
    params = {"id": None, "idPrefix": bound.auto_id, "items": [item], "fieldset": None, "hint": None}
    return "checkboxes", params


def _select(bound):
    items = [
        {"value": item["value"], "text": item["text"], "selected": item["checked"]}
        for item in _choices(bound)
        if "value" in item
    ]
    return "select", {"items": items} | _attributes(bound)


def _file(bound):
    return "file-upload", _attributes(bound)


def _wrong_parts(bound):
    for error in bound.form.errors.get(bound.name, forms.utils.ErrorList()).as_data():
        return (error.params or {}).get("parts", [0, 1, 2])
    return []


def _date(bound):
    value, widget = bound.value(), bound.field.widget
    typed = value if isinstance(value, (list, tuple)) else widget.decompress(value)
    wrong, autocomplete = _wrong_parts(bound), widget.attrs.get("autocomplete")
    parts = zip(("day", "month", "year"), (_("Day"), _("Month"), _("Year")), (2, 2, 4), strict=True)
    items = [
        {
            "id": f"{bound.auto_id}_{position}",
            "name": f"{bound.html_name}_{position}",
            "label": label,
            "value": typed[position] or None,
            "width": width,
            "autocomplete": f"{autocomplete}-{part}" if autocomplete else None,
            "error": position in wrong,
        }
        for position, (part, label, width) in enumerate(parts)
    ]
    return "date-input", {"items": items}


WIDGETS = [  # the first kind that fits draws the field
    (DateInput, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _tick),
    (forms.Select, _select),
    (forms.Textarea, _text_area),
    (forms.FileInput, _file),
    (forms.NumberInput, _whole_number),
    (forms.PasswordInput, _password),
    ((forms.EmailInput, forms.URLInput), _address),
    (forms.Widget, _input),
]

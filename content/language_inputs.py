"""A text with one value per language, edited side by side in the CMS, each under the name of its language."""

from django.conf import settings
from django.forms import TextInput
from django.utils.html import format_html, format_html_join
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.forms import I18nWidget
from i18nfield.strings import LazyI18nString
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput


class LanguageInputs(I18nWidget):
    """One line per language."""

    widget = TextInput

    def decompress(self, value):
        """A text that was stored without a language is in the main one; the base class would show it under the last."""
        text = value.data if isinstance(value, LazyI18nString) else value
        return super().decompress(LazyI18nString({settings.LANGUAGE_CODE: text} if isinstance(text, str) else text))

    def render(self, name, value, attrs=None, renderer=None):
        return super().render(name, value, {"placeholder": ""} | (attrs or {}), renderer)  # the label says the language

    def format_output(self, rendered_widgets, id_):
        names = dict(settings.LANGUAGES)
        shown = [(position, code) for position, code in enumerate(self.locales) if code in self.enabled_locales]
        inputs = (
            (id_, position, names[code], rendered)
            for (position, code), rendered in zip(shown, rendered_widgets, strict=True)
        )
        cells = format_html_join("", '<div><label for="{}_{}" class="app-language">{}</label>{}</div>', inputs)
        return format_html(
            '<div class="app-languages" id="{}" role="group" aria-labelledby="{}-label">{}</div>', id_, id_, cells
        )


class LanguageTexts(LanguageInputs):
    """A text of several lines per language."""

    widget = AdminAutoHeightTextInput


def register():
    """Make every form of the CMS ask so; before any is made."""
    register_form_field_override(I18nCharField, override={"widget": LanguageInputs})
    register_form_field_override(I18nTextField, override={"widget": LanguageTexts})

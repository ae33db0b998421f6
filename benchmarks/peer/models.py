from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class FormField(AbstractFormField):
    page = ParentalKey("FormPage", related_name="form_fields")


class FormPage(AbstractForm):
    template = "wagtailcore/page.html"
    landing_page_template = "wagtailcore/page.html"  # says next to nothing: what is measured is the taking

from django.forms.renderers import TemplatesSetting


class NHSRenderer(TemplatesSetting):
    pass

"""The form of a topic's page in the CMS."""

from wagtail.admin.forms import WagtailAdminPageForm


class TopicPageForm(WagtailAdminPageForm):
    """Offers the programmes of this kind of topic, and what it was set to before lists changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("programme"):
            offered = self.instance.PROGRAMMES()
            current = self.instance.programme
            kept = [] if not current or current in dict(offered) else [(current, self.instance.get_programme_display())]
            field.choices = [("", "---------"), *offered, *kept]

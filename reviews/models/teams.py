from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy
from reviews.models.topics import Topic


class DesignTeamQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(members=user)


class DesignTeam(models.Model):
    """The people who design a technology or pathway: they see protected summaries of its topics in `/teams/`."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="design_teams", verbose_name=_("topics"))
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="design_teams", verbose_name=_("members")
    )

    objects = DesignTeamQuerySet.as_manager()
    privacy = Privacy(purpose="sign-in", kept="as long as the team", personal=("members",), not_personal=("name",))

    class Meta:
        verbose_name = _("design team")
        ordering = ["name"]

    def __str__(self):
        return self.name

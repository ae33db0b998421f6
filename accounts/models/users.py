from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy


class UserQuerySet(models.QuerySet):
    def idle(self, before):
        """Contributors' accounts without a sign-in since the moment `before` (aware); staff's and teams' are not."""
        quiet = Q(last_login__lte=before) | Q(last_login=None, date_joined__lte=before)
        return self.filter(quiet, is_staff=False, is_superuser=False, groups=None)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, by e-mail address: an officer, a design team's member, a regular contributor."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_staff = models.BooleanField(
        _("member of staff"), default=False, help_text=_("Staff sign in with a second factor.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    privacy = Privacy(
        purpose="sign-in",
        kept="until 24 months after the last sign-in; staff's until they leave",
        personal=("email", "name", "password", "last_login"),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("user")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("There is an account with this e-mail address already."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def save(self, *args, **kwargs):
        self.email = self.email.lower()  # allauth looks for it so, and the CMS takes it as it was typed
        super().save(*args, **kwargs)

    # Wagtail and allauth ask for these names.
    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self).split()[0]

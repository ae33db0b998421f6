import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission

from accounts.models import Person, User


class UserFactory(factory.django.DjangoModelFactory):
    """A contributor with an account; `UserFactory(officer=True)` may open the CMS."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    name = factory.Sequence(lambda n: f"User {n}")
    password = factory.django.Password(None)

    @factory.post_generation
    def confirmed(self, create, extracted, **kwargs):
        """Whether the address was confirmed; None leaves the account as one that was made in the CMS."""
        if extracted is not None:
            EmailAddress.objects.create(user=self, email=self.email.lower(), primary=True, verified=extracted)

    @factory.post_generation
    def officer(self, create, extracted, **kwargs):
        if extracted:
            self.is_staff = True
            self.save()
            permission = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
            self.user_permissions.add(permission)


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody who is reached by e-mail; `helped`, `by_telephone` and `by_letter` are reached otherwise."""

    class Meta:
        model = Person

    class Params:
        by_telephone = factory.Trait(channel="telephone", email="", telephone="01632 960 001")
        by_letter = factory.Trait(channel="letter", email="", address="1 Example Street\nExampleton\nEX1 1EX")
        helped = factory.Trait(
            email="", reach_helper=True, helper_name="Harpreet Helper", helper_email="helper@example.org"
        )

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")

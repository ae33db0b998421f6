"""The questions about who comes or joins and how to reach them: the same for a place and for a forum."""

from dataclasses import replace

from django.db.models import TextChoices
from django.forms import Form as DjangoForm
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content import forms
from events.models import EventPage
from events.models.dates import Mode

SELF, OTHER = "self", "other"
YES, NO = "yes", "no"


class PersonForm(forms.QuestionForm):
    """A page of questions that knows what was answered before."""

    def __init__(self, data=None, *, answers, **kwargs):
        self.answers = answers
        super().__init__(data, **kwargs)

    @property
    def for_other(self):
        return self.answers.get("for_whom") == OTHER

    def ask(self, name, label, *, missing=None):
        """Change the words of a question, before it is drawn."""
        field = self.fields[name]
        field.label = field.short_label = label
        if missing:
            field.error_messages["required"] = missing


class ForWhomForm(PersonForm):
    for_whom = forms.Radios(
        label=_("Are you booking for yourself or for somebody else?"),
        missing=_("Select if you are booking for yourself or for somebody else"),
        choices=[(SELF, _("For myself")), (OTHER, _("For somebody else"))],
        choice_hints={OTHER: _("For example, for somebody you care for")},
    )


class WhoseForm(PersonForm):
    """Asks somebody who is signed in for whom they book: `people` are those whom they have claimed, by public id."""

    NEW = "new"

    whose = forms.Radios(label=_("Who is this booking for?"), missing=_("Select who this booking is for"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["whose"]
        field.choices = [*((key, person.name) for key, person in people.items()), (self.NEW, _("Somebody else"))]
        field.look = replace(field.look, set_apart=(self.NEW,))


class EndForm(PersonForm):
    """The end of the way: a page that says where else to find help, with nothing to send."""

    def is_valid(self):
        return False


class NameForm(PersonForm):
    name = forms.Text(
        label=_("What is your name?"),
        noun=_("Your name"),
        missing=_("Enter your name"),
        help_text=_("The name that you want us to use."),
        max_length=120,
        autocomplete="name",
    )


class NamesForm(PersonForm):
    booked_by = forms.Text(label=_("Your name"), missing=_("Enter your name"), max_length=120, autocomplete="name")
    name = forms.Text(
        label=_("Name of the person who takes part"),
        missing=_("Enter the name of the person who takes part"),
        help_text=_("The name that they want us to use."),
        max_length=120,
        autocomplete="off",
    )


class ReachForm(PersonForm):
    channel = forms.Radios(
        label=_("How can we reach you?"),
        missing=_("Select how we can reach you"),
        help_text=_("We confirm in this way, and tell you if anything changes."),
        choices=[
            (Person.Channel.EMAIL, _("Email")),
            (Person.Channel.TELEPHONE, _("Telephone call")),
            (Person.Channel.TEXT, _("Text message")),
            (Person.Channel.LETTER, _("Letter")),
        ],
    )


class EmailForm(PersonForm):
    email = forms.Email(
        label=_("What is your email address?"), noun=_("Your email address"), missing=_("Enter your email address")
    )


class TelephoneForm(PersonForm):
    telephone = forms.Telephone(
        label=_("What is your telephone number?"),
        noun=_("Your telephone number"),
        missing=_("Enter your telephone number"),
    )


class AddressForm(PersonForm):
    address = forms.LongText(
        label=_("What is your postal address?"),
        noun=_("Your postal address"),
        missing=_("Enter your postal address"),
        help_text=_("Include the postcode."),
        max_length=500,
        rows=5,
        autocomplete="street-address",
    )


class WhyForm(PersonForm):
    why = forms.LongText(
        label=_("What brings you to this forum?"),
        noun=_("What brings you to this forum"),
        help_text=_("A sentence is enough. You do not have to tell us about your health."),
        max_length=1000,
        rows=4,
        required=False,
    )


class JoinForWhomForm(ForWhomForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask(
            "for_whom",
            _("Are you joining for yourself or for somebody else?"),
            missing=_("Select if you are joining for yourself or for somebody else"),
        )


class LinkForm(forms.QuestionForm):
    """Asks for the link again: by the address or the reference, whichever they have at hand."""

    contact = forms.Text(
        label=_("What is your email address or your reference?"),
        noun=_("Your email address or your reference"),
        missing=_("Enter your email address or your reference"),
        help_text=_("The reference has 10 letters and numbers. It is in our message to you."),
        max_length=254,
        autocomplete="email",
    )


class When(TextChoices):
    COMING = "coming", _("Dates to come")
    PAST = "past", _("Past dates")


class FilterForm(DjangoForm):
    """The filters of the list of events, sent by GET: whatever is asked wrongly is not asked."""

    use_required_attribute = False

    how = forms.Select(label=_("How to take part"), required=False, quiet=True)
    activity = forms.Select(label=_("Kind of activity"), required=False, quiet=True)
    forum = forms.Select(label=_("Forum"), required=False, quiet=True)
    when = forms.Select(label=_("When"), required=False, quiet=True, choices=When)

    def __init__(self, data, *, forums):
        super().__init__(data, auto_id="filter-%s")
        everything = [("", _("All"))]
        self.fields["how"].choices = [*everything, *Mode.choices]
        self.fields["activity"].choices = [*everything, *EventPage.Activity.choices]
        self.fields["forum"].choices = [*everything, *forums]
        self.full_clean()

    @property
    def wanted(self):
        """What is asked for, without what was left empty or is not to be had."""
        return {name: value for name, value in self.cleaned_data.items() if value}

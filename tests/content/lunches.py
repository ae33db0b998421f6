"""A small journey for tests: ordering lunch, sent at most once, refused when the kitchen is closed."""

from django.conf.urls.i18n import i18n_patterns
from django.http import Http404
from django.urls import include, path

from content import drafts, forms
from content.journeys import Journey, Step

ORDERS = {}  # key -> answers
KITCHEN = {"open": True}


class WhoForm(forms.QuestionForm):
    who = forms.Radios(
        label="Who is the lunch for?",
        choices=[("me", "Myself"), ("other", "Somebody else")],
        missing="Select who it is for",
    )


class OtherForm(forms.QuestionForm):
    other = forms.Text(label="What is their name?", noun="Their name", missing="Enter their name", autocomplete="name")


class FoodForm(forms.QuestionForm):
    dishes = forms.Checkboxes(
        label="What will you eat?",
        choices=[("soup", "Soup"), ("bread", "Bread"), ("none", "Nothing")],
        set_apart=("none",),
        missing="Select what you will eat",
    )
    day = forms.Date(label="On which day?", noun="The day", missing="Enter the day")
    note = forms.LongText(label="Anything else", required=False, max_length=100)


class Lunch(Journey):
    name = "lunch"
    title = "Order a lunch"
    button = "Send the order"

    def load(self, kitchen):
        if kitchen not in ("north", "south"):
            raise Http404

    def get_steps(self):
        return [
            Step("who", "", WhoForm),
            Step("other", "", OtherForm, applies=lambda answers: answers["who"] == "other"),
            Step("food", "What will you eat?", FoodForm),
        ]

    def refusal(self):
        return None if KITCHEN["open"] else self.refuse("The kitchen is closed", ["It opens again tomorrow."])

    def outcome_for(self, key):
        return ORDERS.get(key)

    def finish(self, draft, answers):
        if refusal := self.refusal():
            return refusal
        ORDERS.setdefault(draft.key, answers)
        drafts.discard(draft=draft)
        return self.done(draft.key)

    def back_address(self):
        return "/"


urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("content.urls")),
    *Lunch.paths("lunch/<slug:kitchen>/"),
]
urlpatterns += i18n_patterns(path("", include("wagtail.urls")), prefix_default_language=False)

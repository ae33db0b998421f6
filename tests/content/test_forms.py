import datetime

import pytest
from bs4 import BeautifulSoup
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from content import fields, forms

CHOICES = [("a", "First"), ("b", "Second"), ("none", "Neither")]


class EveryForm(forms.QuestionForm):
    text = forms.Text(label="Full name", noun="Full name", missing="Enter your full name", autocomplete="name")
    long = forms.LongText(label="Tell us more", missing="Enter what you think", max_length=50, help_text="A few words")
    email = forms.Email(label="Email address", missing="Enter your email address")
    telephone = forms.Telephone(label="Telephone", missing="Enter your telephone number")
    number = forms.Number(label="How many?", noun="People", missing="Enter how many", min_value=1, suffix="people")
    one = forms.Radios(label="Which one?", choices=CHOICES, missing="Select one", choice_hints={"a": "The best"})
    several = forms.Checkboxes(label="Which ones?", choices=CHOICES, missing="Select some", set_apart=("none",))
    picked = forms.Select(label="Which of many?", choices=[("", "Choose"), *CHOICES], missing="Select one of many")
    day = forms.Date(label="When?", noun="The day", missing="Enter the day", autocomplete="bday", help_text="Any day")
    sure = forms.Confirm(label="I am sure", missing="Select that you are sure")
    file = forms.File(label="Your file", missing="Select a file")
    secret = django_forms.CharField(widget=django_forms.HiddenInput, required=False)


GOOD = {
    "text": ["Amina"],
    "long": ["Much"],
    "email": ["amina@example.org"],
    "telephone": ["01632 960 001"],
    "number": ["3"],
    "one": ["a"],
    "several": ["a", "b"],
    "picked": ["b"],
    "day_0": ["3"],
    "day_1": ["May"],
    "day_2": ["2027"],
    "sure": ["on"],
    "secret": ["x"],
}


def bound(**changes):
    return EveryForm(MultiValueDict(GOOD | changes), files={})


def html_of(form, name, **options):
    return BeautifulSoup(fields.field(form[name], **options), "html.parser")


def errors_of(**changes):
    return {name: list(texts) for name, texts in bound(**changes).errors.items() if name != "file"}


def test_good_answers_are_cleaned():
    form = bound()
    assert form.errors.keys() == {"file"}
    assert form.cleaned_data["day"] == datetime.date(2027, 5, 3)
    assert form.cleaned_data["several"] == ["a", "b"]
    assert form.cleaned_data["telephone"] == "01632 960 001"


def test_an_empty_form_says_for_each_field_what_to_do():
    assert {name: str(texts[0]) for name, texts in EveryForm(MultiValueDict(), {}).errors.items()} == {
        "text": "Enter your full name",
        "long": "Enter what you think",
        "email": "Enter your email address",
        "telephone": "Enter your telephone number",
        "number": "Enter how many",
        "one": "Select one",
        "several": "Select some",
        "picked": "Select one of many",
        "day": "Enter the day",
        "sure": "Select that you are sure",
        "file": "Select a file",
    }


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("text", "x" * 201, "Full name must be 200 characters or less"),
        ("long", "x" * 51, "Your answer must be 50 characters or less"),
        ("email", "amina", "Enter an email address in the correct format, like name@example.com"),
        ("telephone", "12", "Enter a telephone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192"),
        ("number", "many", "People must be a whole number, like 30"),
        ("number", "0", "People must be 1 or more"),
        ("one", "z", "Select one of the answers on this page"),
        ("several", "z", "Select answers on this page only"),
    ],
)
def test_a_wrong_answer_is_told_what_is_right(name, typed, said):
    assert errors_of(**{name: [typed]}) == {name: [said]}


@pytest.mark.parametrize(
    "number", ["07700 900 982", "+44 808 157 0192", "(01632) 960.001", "+44 (0)20 7946 0000", "18001 01632 960 001"]
)
def test_a_telephone_number_is_taken_as_people_write_it(number):
    assert errors_of(telephone=[number]) == {}


def test_none_of_these_stands_alone():
    assert errors_of(several=["none"]) == {}
    assert errors_of(several=["a", "none"]) == {"several": ["Select the answers that apply, or select “Neither”"]}


@pytest.mark.parametrize(
    ("typed", "said", "wrong"),
    [
        (("", "5", "2027"), "The day must include a day", [0]),
        (("3", "", ""), "The day must include a month and a year", [1, 2]),
        (("3", "5", "27"), "The day must have a year with 4 numbers", [2]),
        (("31", "2", "2027"), "The day must be a real date", [0, 1, 2]),
        (("3", "Mayy", "2027"), "The day must be a real date", [0, 1, 2]),
        (("0", "0", "0000"), "The day must be a real date", [0, 1, 2]),
    ],
)
def test_a_date_says_which_part_is_wrong_and_the_link_leads_there(typed, said, wrong):
    form = bound(**{f"day_{position}": [part] for position, part in enumerate(typed)})
    assert list(form.errors["day"]) == [said]
    assert fields.error_target(form["day"]) == f"id_day_{wrong[0]}"
    marked = [each["id"] for each in html_of(form, "day").select(".nhsuk-input--error")]
    assert marked == [f"id_day_{position}" for position in wrong]
    assert [each.get("value", "") for each in html_of(form, "day").select("input")] == list(typed)


@pytest.mark.parametrize("month", ["5", "05", "May", "may", "MAY"])
def test_a_month_may_be_its_name(month):
    assert bound(day_1=[month])["day"].value() == ["3", month, "2027"]
    assert errors_of(day_1=[month]) == {}


def test_validators_of_a_date_are_asked():
    def in_the_future(day):
        raise ValidationError("The day must be in the future")

    class DayForm(forms.QuestionForm):
        day = forms.Date(label="When?", missing="Enter the day", validators=[in_the_future])

    form = DayForm(MultiValueDict({"day_0": ["1"], "day_1": ["1"], "day_2": ["2020"]}))
    assert form.errors == {"day": ["The day must be in the future"]}
    assert fields.error_target(form["day"]) == "id_day_0"


@pytest.mark.parametrize("name", [name for name in EveryForm.base_fields if name not in ("secret", "sure")])
def test_a_field_is_described_by_its_hint_and_its_error(name):
    form = EveryForm(MultiValueDict(), {})
    html = html_of(form, name)
    described = {
        identifier for each in html.select("[aria-describedby]") for identifier in each["aria-describedby"].split()
    }
    assert f"id_{name}-error" in described
    assert (f"id_{name}-hint" in described) == bool(form[name].help_text)
    assert html.find(id=f"id_{name}-error").get_text(" ", strip=True).startswith("Error:")
    assert not html.select("[required], [placeholder], [maxlength]")


def test_a_label_or_legend_is_the_heading_of_a_page_with_one_question():
    for name, inside in (("text", "label"), ("one", "legend"), ("day", "legend"), ("long", "label")):
        html = html_of(EveryForm(), name, heading=True, caption="Book a place")
        assert html.h1.get_text(" ", strip=True).startswith("Book a place")
        assert html.h1.find(inside) or html.h1.find_parent(inside)
        assert not html_of(EveryForm(), name).h1


def test_only_a_form_with_one_question_has_a_heading_of_its_own():
    class OneForm(forms.QuestionForm):
        name = forms.Text(label="What is your name?", missing="Enter your name")
        secret = django_forms.CharField(widget=django_forms.HiddenInput)

    class TickForm(forms.QuestionForm):
        sure = forms.Confirm(label="I am sure", missing="Select that you are sure")

    assert OneForm().heading_field.name == "name"
    assert TickForm().heading_field is None
    assert EveryForm().heading_field is None


def test_an_optional_question_says_so():
    class OptionalForm(forms.QuestionForm):
        text = forms.Text(label="Anything else?", required=False)
        news = forms.Confirm(label="Send me news", required=False)

    assert html_of(OptionalForm(), "text").label.get_text(strip=True) == "Anything else? (optional)"
    assert html_of(OptionalForm(), "news").label.get_text(strip=True) == "Send me news"


def test_a_question_that_must_be_answered_says_what_to_enter():
    with pytest.raises(TypeError, match="missing"):
        forms.Text(label="Full name")


def test_a_label_with_a_percent_sign_is_no_template():
    class PercentForm(forms.QuestionForm):
        text = forms.Text(label="100%?", noun="100% {of} it", missing="Enter it", max_length=1)

    assert PercentForm(MultiValueDict({"text": ["ab"]})).errors == {
        "text": ["100% {of} it must be 1 characters or less"]
    }


def test_the_word_or_stands_before_the_answer_that_excludes_the_others():
    html = html_of(EveryForm(), "several")
    assert html.select_one(".nhsuk-checkboxes__divider").get_text(strip=True) == "or"
    assert html.find("input", {"value": "none"})["data-behaviour"] == "exclusive"
    assert not html_of(EveryForm(), "one").select("[data-behaviour]")


def test_parts_of_a_date_are_completed_by_the_browser():
    completed = [each["autocomplete"] for each in html_of(EveryForm(), "day").select("input")]
    assert completed == ["bday-day", "bday-month", "bday-year"]


def test_the_summary_leads_to_every_field_that_is_wrong():
    form = EveryForm(MultiValueDict(), {})
    html = BeautifulSoup(Template("{% error_summary form %}").render(Context({"form": form})), "html.parser")
    targets = [link["href"] for link in html.select("a")]
    drawn = BeautifulSoup(Template("{{ form }}").render(Context({"form": form})), "html.parser")
    assert targets == [f"#id_{name}" for name in form.errors if name != "day"][:8] + [
        "#id_day_0",
        "#id_sure",
        "#id_file",
    ]
    assert all(drawn.find(id=target[1:]) for target in targets)


def test_there_is_no_summary_where_nothing_is_wrong():
    summary = Template("{% error_summary form %}")
    assert summary.render(Context({"form": EveryForm()})) == summary.render(Context({"form": None})) == ""


def test_what_concerns_no_field_leads_to_the_first():
    class NeverForm(forms.QuestionForm):
        text = forms.Text(label="Text", required=False)

        def clean(self):
            raise ValidationError("Enter something else")

    summary = Template("{% error_summary form %}").render(Context({"form": NeverForm(MultiValueDict())}))
    assert BeautifulSoup(summary, "html.parser").a["href"] == "#id_text"


def test_what_was_typed_can_be_kept_as_plain_json_and_bound_again():
    form = bound()
    assert fields.typed(form) == GOOD | {"file": []}  # what was left out was asked
    assert EveryForm(MultiValueDict(fields.typed(form)), {}).errors.keys() == {"file"}


def test_fields_of_other_packages_are_drawn_alike():
    class ForeignForm(django_forms.Form):
        text = django_forms.CharField(help_text="Hint", widget=django_forms.TextInput({"placeholder": "x"}))
        password = django_forms.CharField(widget=django_forms.PasswordInput({"autocomplete": "new-password"}))
        agree = django_forms.BooleanField()
        choice = django_forms.ChoiceField(choices=[("Group", [("a", "A")])])

    html = BeautifulSoup(str(ForeignForm()), "html.parser")
    assert [each["class"] for each in html.select("input, select")] == [
        ["nhsuk-input"],
        ["nhsuk-input", "nhsuk-password-input__input", "nhsuk-js-password-input-input"],
        ["nhsuk-checkboxes__input"],
        ["nhsuk-select"],
    ]
    assert html.find("input", {"name": "password"})["autocomplete"] == "new-password"
    assert not html.select("[required], [placeholder]")


def test_the_end_of_a_line_counts_once_as_it_does_in_the_browser():
    text = forms.LongText(label="Why?", missing="Enter why", max_length=9)
    assert text.clean("1234\r\n6789") == "1234\n6789"
    with pytest.raises(ValidationError, match="must be 9 characters or less"):
        text.clean("1234\r\n67890")

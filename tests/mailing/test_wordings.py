"""The words of messages as officers write them: what is refused, which hold, in which language, and the screens."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AccessLog
from mailing import dispatch, outbox, outlines, registry, wordings
from mailing.models import Message, MessageWording
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.messages import example

pytestmark = pytest.mark.django_db
INDEX = "/cms/message-words/"
KIND = "booking_confirmed"
PAGE = f"{INDEX}{KIND}/en/"
PIECES = "{facts}\n\n{calendar}\n\n{second_person}\n\n{manage}"
BODY = f"Hello {{name}}, come to **{{event}}** on {{day}}.\n\n{PIECES}"
WELSH = f"Mae gennych chi le ar {{day}}.\n\n{PIECES}"


def save(body=BODY, subject="See you on {day}", language="en", was=None, kind=KIND, by=None):
    return wordings.save(kind=kind, language=language, subject=subject, body=body, by=by or UserFactory(), was=was)


def refusal(**words):
    with pytest.raises(ValidationError) as refused:
        save(**words)
    return refused.value.message_dict


# --- What they say


def test_a_message_has_the_officers_words_and_the_readers_own_day_and_links():
    message = example(KIND)
    before = outbox.render(message)
    save("## Welcome\n\nHello {name} <b>.\n\n- one\n- two\n\n" + PIECES)

    after = outbox.render(message)

    assert after.subject == before.subject.replace("Your place", "See you")
    assert "<h2>Welcome</h2>\n<p>Hello Ada Able &lt;b&gt;.</p>\n<ul><li>one</li><li>two</li></ul>" in after.html
    assert before.text[before.text.index("Your reference") :].count("\n") > 10
    assert [line for line in before.text.splitlines() if "/manage/" in line] == [
        line for line in after.text.splitlines() if "/manage/" in line
    ]
    assert "We look forward" not in after.text


def test_what_a_person_typed_is_never_read_as_signs():
    message = example(KIND)
    message.person.name = "[Ada](https://evil.example) **{manage}** <i>"
    save()

    html = outbox.render(message).html

    assert "evil.example)" in html
    assert 'href="https://evil.example' not in html
    assert "&lt;i&gt;" in html


def test_a_link_of_an_officer_is_a_link_in_both_parts():
    save(BODY + "\n\nRead [our guide](https://example.org/guide?a=1&b=2) or https://example.org/map.")

    rendered = outbox.render(example(KIND))

    assert '<a href="https://example.org/guide?a=1&amp;b=2">our guide</a>' in rendered.html
    assert "our guide: https://example.org/guide?a=1&b=2 or https://example.org/map." in rendered.text


def test_who_is_called_hears_the_officers_words_too():
    message = example(KIND)
    message.channel = "telephone"
    save()
    assert "Hello Ada Able, come to" in outbox.render(message).text


# --- What is refused


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"body": BODY + " {nmae}"}, "body", "There is no {nmae}. You can use {name}, {event}, {day}"),
        ({"body": BODY + " {{ name }}"}, "body", "There is no { name }."),
        ({"body": BODY.replace("{manage}", "")}, "body", "Readers need {manage}: How to see, change or cancel"),
        ({"body": BODY + " {papers}"}, "body", "Put {papers} on a line of its own"),
        ({"body": BODY + "\n\n[Here](javascript:alert(1))"}, "body", "The link to javascript:alert(1 leads nowhere."),
        ({"subject": "{name}, see you"}, "subject", "A subject cannot have {name}. You can use {day}."),
        ({"subject": "About {event}"}, "subject", "A subject cannot have {event}. You can use {day}."),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words_that_help(words, field, sentence):
    found = refusal(**words)
    assert list(found) == [field]
    assert sentence in " ".join(found[field])
    assert not MessageWording.objects.exists()


def test_half_a_message_cannot_be_kept():
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageWording.objects.create(kind=KIND, language="en", subject="Only a subject")


# --- Which words hold


def test_the_latest_words_hold_and_the_others_are_kept():
    officer = UserFactory()
    first = save()
    second = save(BODY + "\n\nMore.", was=first.pk, by=officer)

    assert wordings.in_force(KIND, "en").body == second.body
    assert list(MessageWording.objects.of(KIND, "en")) == [second, first]
    assert second.made_by == officer


def test_the_same_words_again_make_no_version():
    first = save()
    assert save(was=first.pk) == first


def test_the_original_words_come_back_and_ours_are_kept():
    save()
    wordings.go_back(kind=KIND, language="en", by=UserFactory())

    assert "We look forward to meeting you." in outbox.render(example(KIND)).text
    assert [bool(row.body) for row in MessageWording.objects.of(KIND, "en")] == [False, True]


def test_words_that_somebody_else_changed_meanwhile_are_not_overwritten():
    first = save()
    save(BODY + "\n\nMore.", was=first.pk)
    with pytest.raises(ValidationError, match="Somebody else has changed these words"):
        save(BODY + "\n\nOther.", was=first.pk)


# --- In which language


def test_a_reader_of_welsh_gets_welsh_where_there_are_words_in_it():
    save(WELSH, "Eich lle ar {day}", language="cy")

    rendered = outbox.render(example(KIND, language="cy"))

    assert rendered.subject.startswith("Eich lle ar Dydd")
    assert '<html lang="cy">' in rendered.html
    assert '<div lang="en"><dl>' in "".join(rendered.html.split("\n")).replace('"en">  ', '"en">').replace("  ", "")
    assert "/cy/manage/" in rendered.text
    assert "We do not have this message" not in rendered.text


def test_a_reader_of_english_never_gets_the_welsh_words():
    save(WELSH, "Eich lle ar {day}", language="cy")
    assert outbox.render(example(KIND)).subject.startswith("Your place on")


def test_a_reader_of_welsh_without_words_in_it_gets_ours_in_english_and_is_told():
    save()
    rendered = outbox.render(example(KIND, language="cy"))
    assert "You asked us to write in Welsh. We do not have this message in Welsh yet." in rendered.text
    assert "come to" in rendered.text
    assert '<html lang="en">' in rendered.html
    assert "/cy/manage/" in rendered.text


# --- The screens


def typed(**fields):
    return {"subject": "See you on {day}", "body": BODY, "reader": "", "was": ""} | fields


def test_the_list_shows_every_kind_in_every_language_and_who_reads_what(officer):
    PersonFactory(language="cy")
    save()
    page = officer.get(INDEX).text
    labels = [str(kind.label) for kind in wordings.editable()]
    assert [label for label in labels if label not in page] == []
    assert "Ours, since" in page
    assert "1 person reads Welsh." in page


@pytest.mark.parametrize("kinds", [["booking_confirmed"], ["booking_confirmed", "manage_link", "place_offered"]])
def test_the_list_needs_the_same_queries_for_any_number(officer, kinds, django_assert_num_queries):
    for kind in kinds:
        outline = outlines.of(registry.kind(kind))
        save(outline.body, outline.subject, kind=kind)
    officer.get(INDEX)

    with django_assert_num_queries(11):
        officer.get(INDEX)


def test_the_editor_begins_with_what_the_site_says(officer):
    outline = outlines.of(registry.kind(KIND))
    form = officer.get(PAGE).context["form"]
    assert (form["subject"].value(), form["body"].value()) == (outline.subject, outline.body)


def test_an_officer_saves_and_the_history_says_who(officer):
    officer.post(PAGE, typed(save=""))
    row = MessageWording.objects.get()
    assert (row.subject, row.body, row.made_by) == ("See you on {day}", BODY, officer.user)
    assert str(officer.user) in officer.get(PAGE).text


def test_what_is_refused_is_said_beside_the_field_and_nothing_is_lost(officer):
    page = officer.post(PAGE, typed(save="", body="Only this {wrong}"))
    assert "There is no {wrong}." in page.context["form"].errors["body"][0]
    assert page.context["form"]["body"].value() == "Only this {wrong}"
    assert not MessageWording.objects.exists()


def test_a_preview_shows_what_differs_in_brackets_and_saves_nothing(officer):
    preview = officer.post(PAGE, typed(preview="")).context["preview"]
    assert preview.subject == "See you on [the day of the event]"
    assert "[How to see, change or cancel the booking]" in preview.text
    assert not MessageWording.objects.exists()
    assert not AccessLog.objects.exists()


def test_a_preview_on_real_data_is_logged(officer):
    message = example("waiting_list_joined")

    page = officer.post(PAGE, typed(preview="", reader=message.public_id))

    assert "Hello Ada Able, come to" in page.context["preview"].text
    assert AccessLog.objects.values_list("action", "what", "subject").get() == (
        "viewed",
        f"message {message.public_id}",
        message.person.subject,
    )


def test_a_preview_for_somebody_who_is_gone_says_so(officer):
    message = example(KIND)
    Message.objects.update(about="gone")
    page = officer.post(PAGE, typed(preview="", reader=message.public_id))
    assert "What this message told of is gone." in page.context["form"].errors["reader"][0]


def test_sign_in_codes_are_never_a_preview(officer):
    example("account_login_code", sensitive=True, about="something")
    page = officer.get(f"{INDEX}account_login_code/en/")
    assert len(page.context["form"].fields["reader"].choices) == 1


def test_a_test_goes_to_the_officer_alone_and_has_nobody_s_data(officer, mailoutbox):
    example(KIND)
    Message.objects.all().delete()
    officer.post(PAGE, typed(test=""))
    dispatch.drain()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([officer.user.email], "Test: See you on [the day of the event]")
    assert "Hello [their name], come to [the name of the event]" in mail.body
    assert not MessageWording.objects.exists()


def test_an_officer_goes_back_to_the_original_words(officer):
    save()
    officer.post(f"{PAGE}go-back/")
    assert wordings.in_force(KIND, "en") is None


def test_earlier_words_can_be_taken_up_again(officer):
    first = save()
    save(BODY + "\n\nMore.", was=first.pk)
    assert officer.get(f"{PAGE}?from={first.pk}").context["form"]["body"].value() == BODY


@pytest.mark.parametrize("address", [f"{INDEX}unknown/en/", f"{INDEX}{KIND}/fr/", f"{INDEX}wording_test/en/"])
def test_there_are_no_words_of_what_is_not_a_message(officer, address):
    assert officer.get(address).status_code == 404


@pytest.mark.parametrize("address", [INDEX, PAGE, f"{PAGE}go-back/"])
def test_nobody_else_sees_or_changes_the_words(bystander, address):
    save()
    assert bystander.get(address).url == "/cms/"
    assert bystander.post(address, typed(save="")).url == "/cms/"
    assert MessageWording.objects.count() == 1

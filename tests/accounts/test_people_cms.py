import json

import pytest
from django.urls import reverse

from accounts.cms import PeoplePolicy
from accounts.models import AccessLog, ConsentRecord, Person
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db
PEOPLE = "/cms/people/"


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("action", "what", "subject", "rows", "reason"))


def names(response):
    return [person.name for person in response.context["object_list"]]


def find(client, text):
    return client.post(PEOPLE, {"q": text}, follow=True)


def test_before_a_search_only_the_twenty_latest_are_listed(officer):
    people = PersonFactory.create_batch(21)

    assert names(officer.get(PEOPLE)) == [person.name for person in reversed(people)][:20]


@pytest.mark.parametrize("text", ["jane", "JANE@example", "01632 960001", "(01632) 960-001", "reference"])
def test_a_person_is_found_by_name_address_telephone_and_reference(officer, text):
    jane = PersonFactory(name="Jane Doe", email="jane@example.org", telephone="01632 960 001")
    PersonFactory.create_batch(21)

    assert names(find(officer, jane.public_id if text == "reference" else text)) == ["Jane Doe"]


def test_what_is_searched_for_stands_in_no_address_and_the_search_in_the_log(officer):
    PersonFactory(name="Jane Doe")

    response = officer.post(PEOPLE, {"q": "jane"})

    assert response.status_code == 302
    assert "jane" not in response.url.lower()
    assert names(officer.get(response.url)) == ["Jane Doe"]
    assert logged() == [("searched", "people", "", 1, "")]


def test_an_empty_search_says_what_to_enter(officer):
    response = officer.post(PEOPLE, {"q": ""})

    assert response.context["person_search"].errors == {
        "q": ["Enter a name, e-mail address, telephone number or reference."]
    }


def test_a_made_up_search_is_not_found(officer):
    assert officer.get(f"{PEOPLE}?found=nonsense").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    PersonFactory.create_batch(number)
    officer.get(PEOPLE)

    with django_assert_num_queries(11):
        officer.get(PEOPLE)


def test_a_person_s_page_shows_everything_and_is_logged(officer):
    person = PersonFactory(name="Jane Doe", telephone="01632 960 001")

    response = officer.get(f"{PEOPLE}{person.public_id}/")

    assert "01632 960 001" in response.text
    assert logged() == [("viewed", f"person {person.public_id}", person.subject, 1, "")]


def test_an_address_is_corrected_and_old_links_end(officer):
    person = PersonFactory(email="wrong@example.org")
    url = f"{PEOPLE}{person.public_id}/correct/"
    form = officer.get(url).context["form"]

    response = officer.post(url, {**_data(form), "email": "right@example.org", "reason": "They telephoned"})

    assert response.url == f"{PEOPLE}{person.public_id}/"
    person.refresh_from_db()
    assert (person.email, person.link_version) == ("right@example.org", 2)
    assert logged() == [("changed", f"person {person.public_id}", person.subject, 1, "email; They telephoned")]


def test_a_correction_that_leaves_nobody_to_reach_is_refused_and_keeps_what_was_typed(officer):
    person = PersonFactory(email="only@example.org")
    url = f"{PEOPLE}{person.public_id}/correct/"

    response = officer.post(url, {**_data(officer.get(url).context["form"]), "email": "", "name": "New name"})

    form = response.context["form"]
    assert form.non_field_errors() == ["Enter an e-mail address, a telephone number or a postal address."]
    assert form["name"].value() == "New name"
    assert Person.objects.get().name == person.name


def _data(form):
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}


def test_everything_of_a_person_is_exported_with_a_reason(officer):
    person = PersonFactory(name="Jane Doe")
    url = f"{PEOPLE}{person.public_id}/export/"

    refused = officer.post(url, {"reason": ""})
    response = officer.post(url, {"reason": "Request of 3 May"})

    assert refused.context["form"].errors == {"reason": ["Enter the reason."]}
    assert json.loads(response.content)["person"]["rows"][0]["name"] == "Jane Doe"
    assert logged() == [("exported", f"person {person.public_id}", person.subject, 1, "Request of 3 May")]


def test_an_administrator_erases_and_must_say_that_they_are_sure(administrator):
    person = PersonFactory()
    url = f"{PEOPLE}{person.public_id}/erase/"

    refused = administrator.post(url, {"reason": "They asked"})
    response = administrator.post(url, {"reason": "They asked", "sure": "on"})

    assert refused.context["form"].errors == {"sure": ["Select the box to erase this person."]}
    assert response.url == PEOPLE
    assert not Person.objects.exists()
    assert logged() == [("erased", f"person {person.public_id}", person.subject, 1, "They asked")]


PERSON_PAGES = ["person", "correct", "export"]


@pytest.mark.parametrize("name", PERSON_PAGES)
def test_an_officer_opens_every_page_of_a_person(officer, name):
    assert officer.get(reverse(f"people_cms:{name}", args=[PersonFactory().public_id])).status_code == 200


@pytest.mark.parametrize("name", [*PERSON_PAGES, "erase"])
def test_nobody_else_opens_a_page_of_a_person(bystander, name):
    url = reverse(f"people_cms:{name}", args=[PersonFactory().public_id])

    assert bystander.get(url).url == "/cms/"
    assert bystander.post(url).url == "/cms/"
    assert logged() == []


def test_nobody_else_searches_or_sees_the_menu(bystander, officer):
    assert bystander.get(PEOPLE).url == "/cms/"
    assert bystander.post(PEOPLE, {"q": "jane"}).url == "/cms/"
    assert PEOPLE not in bystander.get("/cms/").text
    assert PEOPLE in officer.get("/cms/").text


def test_officers_neither_erase_nor_read_the_log(officer):
    person = PersonFactory()

    assert officer.post(f"{PEOPLE}{person.public_id}/erase/", {"reason": "x", "sure": "on"}).url == "/cms/"
    assert officer.get(f"{PEOPLE}log/").url == "/cms/"
    assert Person.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_administrators_read_the_log(administrator, number, django_assert_num_queries):
    for _each in range(number):
        AccessLog.objects.create(action="viewed", what="person x", by=administrator.user)
    administrator.get(f"{PEOPLE}log/")

    with django_assert_num_queries(11):
        response = administrator.get(f"{PEOPLE}log/")

    assert len(response.context["object_list"]) == number
    assert f"{PEOPLE}log/" in administrator.get(PEOPLE).text


@pytest.mark.parametrize("action", ["add", "change", "delete", "publish"])
def test_generic_views_may_do_nothing_with_people_even_for_a_superuser(admin_user, action):
    assert not PeoplePolicy(Person).user_has_permission(admin_user, action)
    assert not PeoplePolicy(ConsentRecord).user_has_any_permission(admin_user, [action])

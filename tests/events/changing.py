"""Changing a booking by its link, as a browser does."""

from events import links
from events.models import Registration
from tests.events.walking import errors, send, soup, step_of
from tests.factories.events import AccessNeedFactory, CompanionFactory, RegistrationFactory


def make_ada(date):
    """Ada with a place in person, with her carer and a hearing loop."""
    ada = RegistrationFactory(date=date, name="Ada Able", message="I come by bus.")
    CompanionFactory(registration=ada, name="Carey Carer")
    AccessNeedFactory(registration=ada, may_share=True)
    return ada


def start(client, registration):
    return client.get(f"{links.path(registration)}change/", follow=True)


def change(client, registration, *what, **steps):
    """Go through the pages and stop at the last, where each question is answered as `steps` says or as it stands."""
    response = send(client, start(client, registration), what=what)
    for _turn in range(20):
        step = step_of(response)
        if step == "check" or response.status_code != 200:
            return response
        response = send(client, response, **(steps.get(step.replace("-", "_")) or as_it_stands(response)))
        assert errors(response) == []
    raise AssertionError("The last page was never reached")


def as_it_stands(response):
    """What a browser sends of a page that nobody touched."""
    form, typed = soup(response).main.form, {}
    for field in form.find_all(["input", "textarea"]):
        if field["name"] in ("csrfmiddlewaretoken", "draft", "website"):
            continue
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        typed.setdefault(field["name"], []).append(field.get("value") or field.get_text())
    return typed


def rows(response):
    """The last page: {what changes: its words}."""
    found = soup(response).main.find_all(class_="nhsuk-summary-list__row")
    return {row.dt.get_text(strip=True): " ".join(row.dd.get_text(" ", strip=True).split()) for row in found}


def people(registration):
    return list(registration.companions.values_list("name", "role"))


def reloaded(registration):
    return Registration.objects.get(pk=registration.pk)

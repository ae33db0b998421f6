from datetime import UTC, datetime

import pytest
from django.urls import reverse

from events.models import AccessNeed, Resource
from tests.events.booking import kinds
from tests.factories.events import AccessNeedFactory, EventDateFactory, RegistrationFactory, ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def date():
    starts = datetime(2099, 8, 6, 9, tzinfo=UTC)
    return EventDateFactory(hybrid=True, starts_at=starts, ends_at=starts.replace(hour=11))


@pytest.fixture
def needs(date):
    return [AccessNeedFactory(registration=RegistrationFactory(date=date), code="bsl") for _each in range(3)]


def url(name, date, *more):
    return reverse(f"events_cms:{name}", args=[date.public_id, *more])


def settle(officer, resource, outcome, **typed):
    return officer.post(url("settle_resource", resource.date, resource.pk, outcome), typed, follow=True)


def typed(form):
    """What a browser would send of a form as it is drawn."""
    values = {name: form[name].value() for name in form.fields}
    values["meets"] = [getattr(each, "pk", each) for each in values["meets"] or []]
    return {name: getattr(value, "pk", value) for name, value in values.items() if value is not None}


def statuses():
    return list(AccessNeed.objects.order_by("pk").values_list("status", flat=True))


def test_for_a_kind_of_need_the_form_suggests_how_many_by_when_and_for_whom(officer, date, needs):
    AccessNeedFactory(registration=RegistrationFactory(date=date), code="captions")
    AccessNeedFactory(registration=RegistrationFactory(date=date, waiting=True), code="bsl")

    form = officer.get(url("add_resource", date), {"code": "bsl"}).context["form"]

    assert (form["quantity"].value(), str(form["due_on"].value())) == (2, "2099-07-09")
    assert list(form["meets"].value()) == [need.pk for need in needs]


def test_what_is_usual_is_taken_where_nothing_was_typed(officer, date, needs):
    response = officer.post(url("add_resource", date), {"code": "bsl", "meets": [needs[0].pk], "cost": "240.50"})

    resource = Resource.objects.get()
    assert response.url == url("needs", date)
    assert (resource.quantity, resource.status, list(resource.needs.all())) == (2, "to_book", needs[:1])


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"code": ["Select what is to be booked."]}),
        ({"code": "bsl", "cost": "a lot"}, {"cost": ["Enter a number."]}),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_the_field(officer, date, typed, errors):
    assert officer.post(url("add_resource", date), typed).context["form"].errors == errors
    assert not Resource.objects.exists()


def test_booking_asks_first_and_then_arranges_and_tells(officer, date, needs):
    resource = ResourceFactory(date=date, needs=needs)
    page = officer.get(url("settle_resource", date, resource.pk, "booked"))

    refused = settle(officer, resource, "booked")
    settle(officer, resource, "booked", tell="yes")

    assert "Tell the 3 people who need it?" in page.text
    assert refused.context["form"].errors == {"tell": ["Select whether to tell them."]}
    assert (statuses(), kinds()) == (["arranged"] * 3, ["need_arranged"] * 3)


def test_nobody_is_told_where_the_officer_says_no(officer, date, needs):
    settle(officer, ResourceFactory(date=date, needs=needs), "booked", tell="no")

    assert (statuses(), kinds()) == (["arranged"] * 3, [])


def test_what_nobody_needs_is_booked_without_a_question(officer, date):
    resource = ResourceFactory(date=date)
    settle(officer, resource, "booked")

    resource.refresh_from_db()
    assert resource.status == "booked"


def test_what_is_not_to_be_had_asks_for_the_alternative(officer, date, needs):
    resource = ResourceFactory(date=date, needs=needs[:1])

    refused = settle(officer, resource, "not-to-be-had", tell="yes")
    settle(officer, resource, "not-to-be-had", tell="yes", alternative="Captions")

    assert refused.context["form"].errors == {"alternative": ["Enter what we offer instead."]}
    assert (statuses(), kinds()) == (["cannot_meet", "asked", "asked"], ["need_cannot_be_met"])


def test_a_booked_resource_can_be_taken_back_and_removed(officer, date, needs):
    resource = ResourceFactory(date=date, needs=needs[:1])
    settle(officer, resource, "booked", tell="yes")
    settle(officer, resource, "to-book", tell="yes")
    settle(officer, resource, "booked", tell="yes")
    settle(officer, resource, "remove", tell="yes")

    assert (statuses(), Resource.objects.count()) == (["asked"] * 3, 0)
    assert kinds() == ["need_arranged", "need_changed"] * 2


def test_a_change_is_kept_and_a_change_of_whom_it_serves_asks_whether_to_tell(officer, date, needs):
    resource = ResourceFactory(date=date, needs=needs[:1], status="booked")
    page = url("resource", date, resource.pk)
    data = typed(officer.get(page).context["form"])

    officer.post(page, data | {"supplier": "Signs Ltd", "preparation_sent_on": "2099-08-01"})
    refused = officer.post(page, data | {"meets": [need.pk for need in needs]})
    officer.post(page, data | {"supplier": "Signs Ltd", "meets": [need.pk for need in needs], "tell": "yes"})

    resource.refresh_from_db()
    assert refused.context["form"].errors == {"tell": ["Select whether to tell them."]}
    assert (resource.supplier, statuses()) == ("Signs Ltd", ["asked", "arranged", "arranged"])


def test_the_page_of_needs_says_what_is_booked_for_how_many_and_what_it_costs(officer, date, needs):
    ResourceFactory(date=date, quantity=2, supplier="Signs Ltd", cost="240.50", needs=needs, owner=officer.user)
    ResourceFactory(date=date, code="captions", cost="100", status="booked")

    text = " ".join(officer.get(url("needs", date)).text.split())

    for words in ["2 × British Sign Language interpreter", "Signs Ltd", "3 needs", "Cost in all: £340.50"]:
        assert words in text


def test_an_unknown_outcome_or_a_resource_of_another_date_is_not_found(officer, date):
    resource = ResourceFactory(date=date)

    assert officer.get(url("settle_resource", date, resource.pk, "eaten")).status_code == 404
    assert officer.get(url("resource", EventDateFactory(), resource.pk)).status_code == 404


@pytest.mark.parametrize("name", ["resource", "settle_resource"])
def test_nobody_else_opens_or_changes_a_resource(bystander, date, name):
    resource = ResourceFactory(date=date)
    page = url(name, date, resource.pk, *(["remove"] if name == "settle_resource" else []))

    assert bystander.get(page).url == bystander.post(page).url == "/cms/"
    assert Resource.objects.exists()

"""Short words for the tests of the CMS."""

from django.urls import reverse

from accounts.models import AccessLog


def at(name, *args):
    return reverse(f"feedback_cms:{name}", args=args)


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("action", "what", "rows", "reason"))

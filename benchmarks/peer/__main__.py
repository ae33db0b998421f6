"""`python -m benchmarks.peer fill COUNT` makes a form with COUNT submissions; `csv` and `xlsx` measure its exports."""

import os
import sys

import django
from django.test import Client

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peer.settings"
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 (models load after setup)
from django.core.management import call_command  # noqa: E402
from wagtail.contrib.forms.models import FormSubmission  # noqa: E402
from wagtail.models import Page  # noqa: E402

from benchmarks import answers  # noqa: E402
from benchmarks.measure import drain, report  # noqa: E402
from benchmarks.peer.models import FormField, FormPage  # noqa: E402

KINDS = {"choice": "radio", "several": "checkboxes", "scale": "radio", "ten": "number", "words": "multiline"}


def fill(count):
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_superuser("officer", "officer@example.org", "peer")
    page = Page.objects.get(depth=2).add_child(instance=FormPage(title="Form"))
    FormField.objects.bulk_create(
        FormField(page=page, sort_order=order, label=name, clean_name=name, field_type=KINDS[name.split("_")[0]])
        for order, name in enumerate(answers.NAMES)
    )
    submissions = (FormSubmission(page=page, form_data=document) for document in answers.documents(count))
    FormSubmission.objects.bulk_create(submissions, batch_size=5000)


def export(kind):
    client = Client()
    client.force_login(get_user_model().objects.get())
    page = FormPage.objects.get()
    with report():
        drain(client.get(f"/admin/forms/submissions/{page.pk}/", {"export": kind}))


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    fill(int(rest[0])) if command == "fill" else export(command)

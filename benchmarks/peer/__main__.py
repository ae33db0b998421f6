"""
`python -m benchmarks.peer fill COUNT` makes a form with COUNT submissions; `csv` and `xlsx` measure its exports.

`answering COUNT...` makes a form, and prints lists of so many POSTs to it; `answered` prints how many it has taken.
"""

import json
import os
import sys
from urllib.parse import urlencode

import django
from django.test import Client

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peer.settings"
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 (models load after setup)
from django.core.management import call_command  # noqa: E402
from wagtail.contrib.forms.models import FormSubmission  # noqa: E402
from wagtail.models import Page  # noqa: E402

from benchmarks import answers, web  # noqa: E402
from benchmarks.measure import drain, report  # noqa: E402
from benchmarks.peer.models import FormField, FormPage  # noqa: E402

KINDS = {"choice": "radio", "several": "checkboxes", "scale": "radio", "ten": "number", "words": "multiline"}


def form():
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_superuser("officer", "officer@example.org", "peer")
    page = Page.objects.get(depth=2).add_child(instance=FormPage(title="Form"))
    FormField.objects.bulk_create(
        FormField(page=page, sort_order=order, label=name, clean_name=name, field_type=KINDS[name.split("_")[0]])
        for order, name in enumerate(answers.NAMES)
    )
    return page


def fill(count):
    page = form()
    submissions = (FormSubmission(page=page, form_data=document) for document in answers.documents(count))
    FormSubmission.objects.bulk_create(submissions, batch_size=5000)


def answering(*counts):
    address = form().url
    return [[web.post(address, urlencode(each, doseq=True)) for each in answers.documents(count)] for count in counts]


def answered():
    return FormSubmission.objects.count()


def export(kind):
    client = Client()
    client.force_login(get_user_model().objects.get())
    page = FormPage.objects.get()
    with report():
        drain(client.get(f"/admin/forms/submissions/{page.pk}/", {"export": kind}))


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command in ("csv", "xlsx"):
        export(command)
    else:
        print(json.dumps({"fill": fill, "answering": answering, "answered": answered}[command](*map(int, rest))))

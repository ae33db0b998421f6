"""
`python -m benchmarks.feedback fill COUNT` makes a form with COUNT responses; `csv` and `xlsx` measure exports.

`answering COUNT...` makes a form for each count, and prints the final POSTs of so many people of each, whose answers
stand in drafts; `answered` prints for each form how many responses it has, and how many people's words.
"""

import json
import os
import sys
from tempfile import TemporaryFile
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppi_site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (models load after setup)
from django.db.models import Count, Q  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks import answers, web  # noqa: E402
from benchmarks.measure import report  # noqa: E402
from content import question_pages, question_sets  # noqa: E402
from content.ids import random_key  # noqa: E402
from content.models import Draft  # noqa: E402
from feedback import exports  # noqa: E402
from feedback.models import Comment, Response, Survey  # noqa: E402
from tests.factories.content import option, questions  # noqa: E402
from tests.factories.feedback import SurveyFactory  # noqa: E402

OPTIONS = [option(id, id.replace("_", " ").capitalize()) for id in answers.OPTIONS]
FACTS = {
    "single_choice": (answers.SINGLE, {"options": OPTIONS}),
    "several_choices": (answers.SEVERAL, {"options": OPTIONS}),
    "scale": (answers.SCALES, {"scale": "agreement"}),
    "ten": (answers.TENS, {"low_label": "Very hard", "high_label": "Very easy"}),
    "long_text": (answers.WORDS, {}),
}
BATCH = 5000
TOKEN = "a" * 32


def form():
    """A new form with the twelve questions."""
    asked = questions(
        *(
            (kind, name, {"question": f"Question {name}", "short_name": name, **facts})
            for kind, (names, facts) in FACTS.items()
            for name in names
        )
    )
    return SurveyFactory(page__questions=asked)


def migrate():
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)


def fill(count):
    migrate()
    survey = form()
    question_set = question_sets.current(survey.page)
    documents = list(answers.documents(count))
    responses = Response.objects.bulk_create(
        (
            Response(
                key=f"key-{number}",
                survey=survey,
                question_set=question_set,
                answers={name: answer for name, answer in document.items() if name not in answers.WORDS},
            )
            for number, document in enumerate(documents)
        ),
        batch_size=BATCH,
    )
    Comment.objects.bulk_create(
        (
            Comment(response=response, question=name, short_name=name, text=document[name])
            for response, document in zip(responses, documents, strict=True)
            for name in answers.WORDS
        ),
        batch_size=BATCH,
    )


def answering(*counts):
    migrate()
    call_command("setup_site", verbosity=0)
    return [requests_to(form(), count) for count in counts]


def requests_to(survey, count):
    pages = question_pages.pages(question_sets.current(survey.page).definition)
    drafts = [draft_of(survey, pages, number, each) for number, each in enumerate(answers.documents(count))]
    Draft.objects.bulk_create(drafts)
    return [
        web.post(
            f"/answer/{survey.public_id}/check/",
            urlencode({"draft": draft.key, "csrfmiddlewaretoken": TOKEN}),
            Cookie=f"csrftoken={TOKEN}",
        )
        for draft in drafts
    ]


def draft_of(survey, pages, number, document):
    """All that one person typed, who says first which of them it is."""
    said = document | {answers.WORDS[0]: f"Person {number}."}
    typed = {
        page.step: {each["id"]: [*said[each["id"]]] if isinstance(said[each["id"]], list) else [str(said[each["id"]])]}
        for page in pages
        for each in page.questions
    }
    typed["quote"] = {"may_quote": ["no"]}
    expires_at = timezone.now() + Draft.LIFETIME
    return Draft(key=random_key(), purpose=f"answer:{survey.public_id}", answers=typed, expires_at=expires_at)


def answered():
    """For each form how many responses it has, and how many people's words stand in them."""
    first = Count("comments__text", filter=Q(comments__question=answers.WORDS[0]), distinct=True)
    responses = Response.objects.order_by("survey").values_list("survey")
    return list(responses.annotate(kept=Count("pk", distinct=True), people=first).values_list("kept", "people"))


def export(kind):
    write = {"csv": exports.write_csv, "xlsx": exports.write_xlsx}[kind]
    with TemporaryFile() as file:
        with report():
            write(Survey.objects.get(), file, unread=True)
        if file.tell() < 1000:
            raise RuntimeError("The export is empty.")


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command in ("csv", "xlsx"):
        export(command)
    else:
        print(json.dumps({"fill": fill, "answering": answering, "answered": answered}[command](*map(int, rest))))

"""`python -m benchmarks.feedback fill COUNT` makes a form with COUNT responses; `csv` and `xlsx` measure exports."""

import os
import sys
from tempfile import TemporaryFile

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppi_site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (models load after setup)

from benchmarks import answers  # noqa: E402
from benchmarks.measure import report  # noqa: E402
from content import question_sets  # noqa: E402
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


def fill(count):
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)
    asked = questions(
        *(
            (kind, name, {"question": f"Question {name}", "short_name": name, **facts})
            for kind, (names, facts) in FACTS.items()
            for name in names
        )
    )
    survey = SurveyFactory(page__questions=asked)
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


def export(kind):
    write = {"csv": exports.write_csv, "xlsx": exports.write_xlsx}[kind]
    with TemporaryFile() as file:
        with report():
            write(Survey.objects.get(), file, unread=True)
        if file.tell() < 1000:
            raise RuntimeError("The export is empty.")


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    fill(int(rest[0])) if command == "fill" else export(command)

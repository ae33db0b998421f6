"""The Friends and Family question and the prompts of patient experience, ready to be copied. Officers may change them."""

import json
import uuid

from django.db import migrations

FRIENDS_AND_FAMILY = "Friends and Family Test"
PROMPTS = "Patient experience of a treatment or test"
NO_NAMES = "Do not include names, NHS numbers or contact details."


def block(kind, **value):
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def item(**value):
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def in_words(question, short_name):
    return block("long_text", question=question, hint=NO_NAMES, short_name=short_name, optional=True, max_length=2000)


def fill(apps, schema_editor):
    entries = apps.get_model("feedback", "BankEntry").objects
    if entries.exists():
        return  # this was undone and is done again
    entries.create(
        name=FRIENDS_AND_FAMILY,
        source="NHS England, as asked since April 2020. Do not compare with older figures.",
        questions=json.dumps(
            [
                block(
                    "scale",
                    question="Overall, how was your experience of our service?",
                    short_name="fft",
                    scale="experience",
                ),
                in_words("Please tell us why you gave your answer", "fft_why"),
            ]
        ),
    )
    entries.create(
        name=PROMPTS,
        source="NICE, the prompts for people who share their experience.",
        questions=json.dumps(
            [
                block(
                    "single_choice",
                    question="Which of these describes you?",
                    short_name="respondent",
                    optional=False,
                    about_you=True,
                    prefer_not=True,
                    options=[
                        item(label="Patient", follow_up=""),
                        item(label="Carer", follow_up=""),
                        item(label="I work for a patient organisation", follow_up=""),
                        item(label="Something else", follow_up="What describes you?"),
                    ],
                ),
                in_words("What is your background, and your experience of the condition or treatment?", "background"),
                in_words("What is the impact on your home, social and work life?", "impact"),
                in_words("Which significant events and side effects have there been?", "events"),
                in_words("What are the benefits and downsides compared with other care?", "benefits"),
                in_words("What if it were not available?", "without_it"),
                in_words("Are there groups who may benefit more or less than others?", "groups"),
            ]
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("feedback", "0006_a_bank_of_questions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

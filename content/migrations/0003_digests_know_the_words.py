import hashlib
import json

from django.conf import settings
from django.db import migrations


def know_the_words(apps, schema_editor):
    """What is asked today is still the version that it was: its digest is that of its latest words, too."""
    for question_set in apps.get_model("content", "QuestionSet").objects.all():
        wordings = question_set.wordings.filter(locale__language_code=settings.LANGUAGE_CODE, presentation="standard")
        if latest := wordings.order_by("-created_at", "-pk").first():
            known = json.dumps([question_set.definition, latest.words], sort_keys=True)
            question_set.digest = hashlib.sha256(known.encode()).hexdigest()
            question_set.save(update_fields=["digest"])


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_meanings_stand_from_version_to_version"),
    ]

    operations = [
        migrations.RunPython(know_the_words, migrations.RunPython.noop),
    ]

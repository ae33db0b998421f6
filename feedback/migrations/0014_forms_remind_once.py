import django.core.validators
from django.db import migrations, models


def field(default):
    return models.PositiveSmallIntegerField(
        blank=True,
        default=default,
        help_text="Whoever was asked by personal link and has not answered by then. Empty: nobody is reminded.",
        null=True,
        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)],
        verbose_name="reminds once after so many days",
    )


class Migration(migrations.Migration):
    """Forms that are there already go on as they were: they remind nobody until an officer says so."""

    dependencies = [
        ("feedback", "0013_files_of_answers"),
    ]

    operations = [
        migrations.AddField(model_name="survey", name="reminds_after", field=field(default=None)),
        migrations.AlterField(model_name="survey", name="reminds_after", field=field(default=7)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0009_forms_have_presentations"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="held_for",
            field=models.JSONField(blank=True, default=list, help_text="Codes of Suspicion; they stay when released."),
        ),
    ]

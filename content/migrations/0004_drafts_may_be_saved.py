from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0003_digests_know_the_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="code",
            field=models.CharField(blank=True, default="", editable=False, max_length=10),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True), fields=("code",), name="content_draft_code_once"
            ),
        ),
    ]

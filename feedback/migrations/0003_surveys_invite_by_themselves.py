from django.db import migrations, models

HELP = (
    "Once the date is over and the form is open: at once whoever was noted as there, others a day later. "
    "Without this nobody is asked until you send the invitations."
)


def field(default):
    return models.BooleanField(default=default, help_text=HELP, verbose_name="thanks and asks whoever came by itself")


class Migration(migrations.Migration):
    """Forms that are there already go on as they were: their officers send the invitations."""

    dependencies = [("feedback", "0002_notes_are_coded")]

    operations = [
        migrations.AddField(model_name="survey", name="invites_by_itself", field=field(default=False)),
        migrations.AlterField(model_name="survey", name="invites_by_itself", field=field(default=True)),
    ]

from django.db import migrations


def remove(apps, schema_editor):
    """Wagtail's own groups, which nobody is in yet: our roles take their place (home/roles.py)."""
    groups = apps.get_model("auth", "Group").objects.filter(name__in=("Editors", "Moderators"), user=None)
    groups.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("accounts", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "__first__"),
    ]
    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]

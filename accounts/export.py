"""Everything that the site holds of one person, as plain JSON: for a request for access, and to take elsewhere."""

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from accounts import registry
from accounts.models import Person

__all__ = ["Encoder", "everything_about"]
Encoder = DjangoJSONEncoder  # `json.dumps(everything_about(person), cls=Encoder)`


def everything_about(person):
    """
    The rows about a person by model: `{"Registration": {"purpose", "kept", "rows": [{field: value}]}}`.

    Each model leads to its person by the lookup `privacy.subject`; the ledger and the log by the random subject key.
    """
    found = {}
    for model in apps.get_models():
        rows = [_row(row) for row in _rows(model, person)]
        if rows:
            privacy = registry.classified(model)
            name = str(model._meta.verbose_name)
            found[name] = {"purpose": privacy.purpose, "kept": privacy.kept, "rows": rows}
    return found


def _rows(model, person):
    if model is Person:
        return Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    lookup = registry.classified(model).subject
    if not lookup:
        return model._base_manager.none()
    value = person.subject if lookup.split("__")[-1] == "subject" else person
    return model._base_manager.filter(**{lookup: value}).distinct()


def _row(row):
    """Field by field, a choice as its label beside its code, and no key of the database."""
    values = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.is_relation:
            continue
        values[field.name] = getattr(row, field.attname)
        if field.choices:
            values[f"{field.name}_label"] = str(getattr(row, f"get_{field.name}_display")())
    return values

from django.apps import apps

from accounts import registry
from accounts.models import Person
from content.models import QuestionSet
from content.privacy import NO_PERSONAL_DATA


def test_a_model_says_what_it_holds_itself_or_the_registry_does():
    assert registry.classified(Person) is Person.privacy
    assert registry.classified(QuestionSet) is NO_PERSONAL_DATA
    assert registry.unclassified_models() == []


def test_the_table_names_fields_and_models_that_exist():
    models = {model._meta.label: model for model in apps.get_models()}
    assert set(registry.OTHERS) - set(models) <= {"wagtailsearch.SQLiteFTSIndexEntry"}  # which is there only on SQLite
    for label in registry.OTHERS.keys() & models.keys():
        names = {field.name for field in models[label]._meta.get_fields()}
        assert (label, {*registry.OTHERS[label].personal} - names) == (label, set())


def test_a_field_that_nobody_named_is_found(monkeypatch):
    fewer = Person.privacy.__class__(purpose="x", kept="y", personal=("name",))
    monkeypatch.setattr(Person, "privacy", fewer)
    unsaid = registry.unsaid_fields(Person)
    assert {"email", "address", "telephone", "claimed_by"} <= set(unsaid)
    assert "name" not in unsaid

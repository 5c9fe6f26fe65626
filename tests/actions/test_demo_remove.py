"""Removing demo listings leaves nothing of them and touches nothing else; loading again gives the same."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from providers.actions import demo, search_density
from providers.actions.demo_data.template import TABLES
from providers.models import Location, Practitioner, Provider
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_places")]


@pytest.fixture(autouse=True)
def texts(capsys):
    call_command("load_texts")


def contents():
    """Every table without keys, in an order of its own."""
    found = {}
    for model in TABLES:
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and not isinstance(field, models.ForeignKey)
        ]
        found[model.__name__] = sorted(map(repr, model.objects.values_list(*names)))
    return found


def everything():
    """Row counts of all tables, history too, that are not empty."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if "place" not in name]
        counts = {}
        for name in tables:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


def test_the_same_seed_on_the_same_day_gives_the_same_listings():
    demo.load(count=60, seed=4)
    first = contents()
    assert demo.remove() == len(first["Provider"])
    demo.load(count=60, seed=4)
    assert contents() == first


def test_another_seed_gives_other_listings():
    demo.load(count=30, seed=4)
    demo.load(count=30, seed=5)
    assert Location.objects.count() == 60
    assert len(set(Provider.objects.values_list("slug", flat=True))) == Provider.objects.count()


def test_remove_leaves_nothing_of_the_demo_and_all_of_the_others():
    mine = factories.published_listing()
    search_density.refresh()
    before = everything()
    demo.load(count=60, seed=4)
    Provider.objects.filter(is_demo=True, status="published").update(about="Changed, with history.")
    demo.remove()
    assert everything() == before
    assert Location.objects.get() == mine


def test_remove_keeps_a_person_who_also_works_elsewhere():
    demo.load(count=20, seed=4)
    person = Practitioner.objects.filter(credentials__type="state_licence").first()
    mine = factories.published_listing()
    factories.role(mine, person)
    demo.remove()
    assert Practitioner.objects.get(pk=person.pk).roles.get().location == mine
    assert person.credentials.exists()


def test_remove_refuses_while_another_listing_was_merged_into_a_demo_one():
    demo.load(count=20, seed=4)
    target = Provider.objects.filter(status="published").first()
    factories.provider(status="merged", merged_into=target)
    with pytest.raises(models.ProtectedError, match="needs a demo Provider"):
        demo.remove()
    assert Provider.objects.filter(is_demo=True).exists()


def test_a_database_role_without_special_rights_loads_and_removes_too():
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE ordinary")
        for what in ("TABLES", "SEQUENCES"):
            cursor.execute(f"GRANT ALL ON ALL {what} IN SCHEMA public TO ordinary")
        cursor.execute("SET LOCAL ROLE ordinary")
    demo.load(count=20, seed=4)
    assert Provider.pgh_event_model.objects.count() == Provider.objects.count()
    connection.check_constraints()
    demo.remove()
    assert everything() == before


def test_after_removing_history_is_written_again():
    demo.load(count=5, seed=4)
    demo.remove()
    factories.provider()
    assert Provider.pgh_event_model.objects.count() == 1


def test_the_commands_say_what_they_did(settings, capsys):
    settings.DEBUG = True
    call_command("load_demo", count=12, seed=6, verbosity=0)
    assert "Loaded 12 demo locations" in capsys.readouterr().out
    listings = Provider.objects.count()
    call_command("remove_demo")
    assert f"Removed {listings} demo listings." in capsys.readouterr().out


def test_production_loads_no_demo_listings_by_itself(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="not for production"):
        call_command("load_demo", count=3, verbosity=0)
    assert not Provider.objects.exists()
    call_command("load_demo", "--yes-in-production", count=3, verbosity=0)
    assert Location.objects.count() == 3


def test_without_places_the_command_says_which_to_load_first(settings):
    connection.cursor().execute("DELETE FROM providers_place")
    settings.DEBUG = True
    with pytest.raises(CommandError, match="load_places"):
        call_command("load_demo", verbosity=0)

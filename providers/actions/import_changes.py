"""Brings an unclaimed listing in step with a register: fills what it lacks, or follows a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model

from providers.models import Coverage, Language, Location, Policy, Provider, Service
from providers.models.facility import Facility
from providers.models.vocabulary import Basis, GeocodeQuality

from .imported_facts import Facts, facts_of, location_fields, provider_fields, source_of
from .imported_places import Whereabouts

ADDRESS = ("street", "street2", "city", "state", "zip", "county")
PHONE = ("phone", "phone_extension")
POSITION = ("latitude", "longitude", "geocode_quality")
FILLED_ON_LOCATION = ("street", "zip", "county", "timezone", "phone", "phone_extension", "offers_telehealth")
FILLED_ON_PROVIDER = ("kind", "website")


def stored_facts(locations: Collection[Location]) -> dict[int, Facts]:
    """What hangs on these locations, by primary key. Four queries."""
    found: dict[int, Facts] = defaultdict(Facts)
    for service in Service.objects.filter(location__in=locations).order_by("pk"):
        found[service.location_id].services.append(service)
    for coverage in Coverage.objects.filter(location__in=locations).order_by("pk"):
        found[coverage.location_id].coverages.append(coverage)
    for language in Language.objects.filter(location__in=locations).order_by("pk"):
        found[language.location_id].languages.append(language)
    policies = {
        policy.provider_id: policy for policy in Policy.objects.filter(provider__locations__in=locations)
    }
    for location in locations:
        found[location.pk].policy = policies.get(location.provider_id)
    return found


def fill(facility: Facility, location: Location, where: Whereabouts, found: Facts) -> dict[str, Any]:
    """Add what the listing does not say yet, change nothing that it says.

    Returns what it takes to undo: the old values of filled fields and the keys of the rows that were added.
    """
    wanted = facts_of(facility)
    before: dict[str, Any] = {}
    fields = location_fields(facility, where)
    blank = [name for name in FILLED_ON_LOCATION if _lacks(location, name) and fields[name] not in ("", None)]
    if location.phone and "phone_extension" in blank:
        blank.remove("phone_extension")
    if _is_better(fields, location):
        blank += POSITION
    _set(location, {name: fields[name] for name in blank}, source_of(facility), before, "location")
    provider, stated = location.provider, provider_fields(facility)
    gaps = {name: stated[name] for name in FILLED_ON_PROVIDER if _lacks(provider, name) and stated[name]}
    _set(provider, gaps, source_of(facility), before, "provider")
    added = _add_missing(wanted, found, location)
    if added:
        before["added"] = added
    return before


def follow(facility: Facility, location: Location, where: Whereabouts, found: Facts) -> bool:
    """Take over what the register changed, in the rows that carry its name and that nobody has confirmed.

    A value that the register no longer gives stays; a list of which it drops an entry loses that entry.
    """
    source = source_of(facility)
    before: dict[str, Any] = {}
    if _is_own(location, source):
        _set(location, _moved(location, location_fields(facility, where)), "", before, "location")
    if _is_own(location.provider, source):
        stated = {name: value for name, value in provider_fields(facility).items() if value}
        _set(location.provider, stated, "", before, "provider")
    wanted = facts_of(facility)
    dropped = _drop_withdrawn(wanted, found, source)
    changed = _change_own(wanted, found, source)
    added = _add_missing(wanted, found, location)
    return any((before, dropped, changed, added))


def _lacks(row: Model, name: str) -> bool:
    return getattr(row, name) in ("", None)


def _is_own(row: Any, source: str) -> bool:
    """Imported, and first from this register."""
    return row.basis == Basis.PUBLIC_IMPORT and row.source.startswith(source)


def _is_better(fields: dict[str, Any], location: Location) -> bool:
    """The register gives a position of its own, and the listing has none or a ZIP code's."""
    if fields["geocode_quality"] is None:
        return False
    if location.geocode_quality is None:
        return True
    coarse = location.geocode_quality == GeocodeQuality.ZIP_CENTROID
    return coarse and fields["geocode_quality"] == GeocodeQuality.STREET


def _moved(location: Location, fields: dict[str, Any]) -> dict[str, Any]:
    """What to take over: an address and a telephone number as wholes, the rest where it is stated.

    A better position than the middle of the same ZIP code came from another register, and stays.
    """
    wholes = {*ADDRESS, *PHONE, *POSITION}
    taken = {name: value for name, value in fields.items() if name not in wholes and value not in ("", None)}
    for head, names in (("street", ADDRESS), ("phone", PHONE)):
        if fields[head]:
            taken |= {name: fields[name] for name in names}
    if fields["zip"] != location.zip or fields["geocode_quality"] == GeocodeQuality.STREET:
        taken |= {name: fields[name] for name in POSITION}
    return taken


def _set(row: Any, fields: dict[str, Any], source: str, before: dict[str, Any], name: str) -> None:
    """Save the fields that differ; note their old values. A second source is named beside the first."""
    changed = {field: value for field, value in fields.items() if getattr(row, field) != value}
    if not changed:
        return
    if source and source not in row.source:
        changed["source"] = f"{row.source} and {source}" if row.source else source
    before[name] = {field: getattr(row, field) for field in changed}
    for field, value in changed.items():
        setattr(row, field, value)
    row.save(update_fields=list(changed))


def _missing(wanted: Facts, found: Facts) -> Iterable[tuple[list[Any], Any]]:
    """The wanted rows whose subject the listing does not mention at all, each with the list it belongs to."""
    routes = {service.route for service in found.services}
    plans = {coverage.plan_family for coverage in found.coverages}
    tags = {language.tag for language in found.languages}
    yield from ((found.services, row) for row in wanted.services if row.route not in routes)
    yield from ((found.coverages, row) for row in wanted.coverages if row.plan_family not in plans)
    yield from ((found.languages, row) for row in wanted.languages if row.tag not in tags)


def _add_missing(wanted: Facts, found: Facts, location: Location) -> dict[str, list[int]]:
    added: dict[str, list[int]] = defaultdict(list)
    for rows, row in list(_missing(wanted, found)):
        row.location = location
        row.save(force_insert=True)
        rows.append(row)
        added[row._meta.model_name].append(row.pk)
    if wanted.policy and found.policy is None:
        wanted.policy.provider = location.provider
        wanted.policy.save(force_insert=True)
        found.policy = wanted.policy
        added["policy"].append(found.policy.pk)
    return dict(added)


def _drop_withdrawn(wanted: Facts, found: Facts, source: str) -> bool:
    """Delete own rows that the register no longer states."""
    stated = {_subject(row) for row in wanted.of_location()}
    gone = [row for row in found.of_location() if _is_own(row, source) and _subject(row) not in stated]
    found.services = [row for row in found.services if row not in gone]
    found.coverages = [row for row in found.coverages if row not in gone]
    found.languages = [row for row in found.languages if row not in gone]
    for row in gone:
        row.delete()
    return bool(gone)


def _subject(row: Any) -> tuple[str, str]:
    name = {Service: "route", Coverage: "plan_family", Language: "tag"}[type(row)]
    return name, getattr(row, name)


def _change_own(wanted: Facts, found: Facts, source: str) -> bool:
    before: dict[str, Any] = {}
    ages = {service.route: service.age_groups for service in wanted.services}
    for service in found.services:
        if _is_own(service, source) and service.route in ages:
            _set(service, {"age_groups": ages[service.route]}, "", before, "service")
    if found.policy and _is_own(found.policy, source):
        stated = wanted.policy or Policy()
        _set(
            found.policy,
            {"self_pay": stated.self_pay, "sliding_scale": stated.sliding_scale},
            "",
            before,
            "policy",
        )
    return bool(before)


def locked_providers(locations: Iterable[Location]) -> dict[int, Provider]:
    """The providers as they are now, kept from others until the import ends."""
    keys = {location.provider_id for location in locations}
    return {row.pk: row for row in Provider.objects.select_for_update().filter(pk__in=keys).order_by("pk")}

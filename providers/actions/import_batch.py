"""One batch of a register's facilities: the known, the similar and the new, with a fixed number of reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from providers.models import ImportRun, Location, Match, Provider, SourceRecord, User
from providers.models.facility import Facility
from providers.models.source_record import MatchMethod
from providers.models.vocabulary import ListingStatus

from .import_changes import fill, follow, locked_providers, stored_facts
from .import_report import Report
from .imported_facts import Draft, create_facts, draft_of
from .imported_names import free_slugs
from .imported_places import Surroundings, Whereabouts
from .matching import Candidates, Found

REMEMBERED: dict[str, str] = {
    ListingStatus.REMOVED_BY_REQUEST: "its listing was removed on request",
    ListingStatus.MERGED: "its listing was merged into another",
}
DELETED = "its listing was deleted here"
CONFIRMED = "its listing is no longer an unclaimed import; what the register says is kept beside it"
Remembered = tuple[Facility, Location, MatchMethod, float | None, dict[str, Any]]


class Batch:
    """touched: primary keys of the locations that were written."""

    def __init__(
        self,
        facilities: Sequence[Facility],
        *,
        run: ImportRun,
        by: User | None,
        surroundings: Surroundings,
        report: Report,
        only_ketamine: bool,
    ) -> None:
        self.facilities, self.run, self.by = facilities, run, by
        self.surroundings, self.report, self.only_ketamine = surroundings, report, only_ketamine
        self.touched: set[int] = set()

    def store(self) -> None:
        known = {record.key: record for record in self._records()}
        fresh: dict[str, Facility] = {}
        again: list[tuple[Facility, SourceRecord]] = []
        for facility in self.facilities:
            record = known.get(facility.key)
            if facility.key in fresh or (record and record.run_id == self.run.pk):
                self.report.repeat(facility.line, "the same facility as an earlier row")
                self.report.unchanged += 1
            elif record:
                record.run = self.run
                again.append((facility, record))
            elif self.only_ketamine and not facility.offers_ketamine:
                self.report.left_out += 1
            else:
                fresh[facility.key] = facility
        self.surroundings.look_up(facility.zip for facility in self.facilities)
        self._store_known(again)
        self._store_fresh(list(fresh.values()))

    def _records(self) -> Iterable[SourceRecord]:
        keys = {facility.key for facility in self.facilities}
        return SourceRecord.objects.filter(register=self.run.register, key__in=keys).select_related(
            "match__location__provider"
        )

    def _store_known(self, pairs: list[tuple[Facility, SourceRecord]]) -> None:
        changed = [pair for pair in pairs if not self._is_settled(*pair)]
        records = SourceRecord.objects.filter(pk__in=[record.pk for _, record in pairs])
        records.update(last_seen_at=timezone.now(), run=self.run)
        if not changed:
            return
        locations = {record.match.location_id: record.match.location for _, record in changed}
        providers, found = locked_providers(locations.values()), stored_facts(locations.values())
        for facility, record in changed:
            location = locations[record.match.location_id]
            location.provider = providers[location.provider_id]
            record.payload, record.digest = facility.payload, digest_of(facility)
            record.save(update_fields=["payload", "digest"])
            if location.provider.status != ListingStatus.IMPORTED_UNCLAIMED:
                self.report.skip(facility.line, CONFIRMED)
                continue
            where = self._whereabouts(facility)
            self._count(location, follow(facility, location, where, found[location.pk]))

    def _is_settled(self, facility: Facility, record: SourceRecord) -> bool:
        """Skipped or unchanged: there is nothing to write but that the record was seen again."""
        match = getattr(record, "match", None)
        if match is None:
            self.report.skip(facility.line, DELETED)
        elif reason := REMEMBERED.get(match.location.provider.status):
            self.report.skip(facility.line, reason)
        elif record.digest == digest_of(facility):
            self.report.unchanged += 1
        else:
            return False
        return True

    def _store_fresh(self, facilities: list[Facility]) -> None:
        candidates = Candidates(facilities)
        drafts: list[Draft] = []
        joined: list[tuple[Facility, Whereabouts, Found]] = []
        for facility in facilities:
            where = self._whereabouts(facility)
            if found := candidates.best(facility, where.point):
                joined.append((facility, where, found))
                continue
            drafts.append(draft_of(facility, where))
            candidates.add(drafts[-1].location, registers={facility.register})
        self._create(drafts)
        self._join(joined)

    def _create(self, drafts: list[Draft]) -> None:
        for draft, slug in zip(drafts, free_slugs([each.provider.slug for each in drafts]), strict=True):
            draft.provider.slug = slug
        Provider.objects.bulk_create([draft.provider for draft in drafts])
        for draft in drafts:
            draft.location.provider = draft.provider
        Location.objects.bulk_create([draft.location for draft in drafts])
        create_facts(drafts)
        self._remember([(draft.facility, draft.location, MatchMethod.CREATED, None, {}) for draft in drafts])
        self.touched.update(draft.location.pk for draft in drafts)
        self.report.created += len(drafts)

    def _join(self, joined: list[tuple[Facility, Whereabouts, Found]]) -> None:
        """Facilities that were found to be listed already: each gets its record and its match."""
        locations = [found.candidate.location for _, _, found in joined]
        providers, facts = locked_providers(locations), stored_facts(locations)
        matches: list[Remembered] = []
        for facility, where, found in joined:
            location = found.candidate.location
            location.provider = providers[location.provider_id]
            before: dict[str, Any] = {}
            if location.provider.status == ListingStatus.IMPORTED_UNCLAIMED:
                before = fill(facility, location, where, facts[location.pk])
                self._count(location, bool(before))
                if found.is_repeat:
                    name = location.provider.display_name
                    self.report.repeat(facility.line, f"the same facility as “{name}” with small differences")
            else:
                self.report.skip(facility.line, REMEMBERED.get(location.provider.status, CONFIRMED))
            matches.append((facility, location, MatchMethod.SIMILAR, found.score, before))
        self._remember(matches)

    def _remember(self, matches: list[Remembered]) -> None:
        now = timezone.now()
        records = [
            SourceRecord(
                register=facility.register,
                key=facility.key,
                payload=facility.payload,
                digest=digest_of(facility),
                published_on=facility.published_on,
                first_seen_at=now,
                last_seen_at=now,
                run=self.run,
            )
            for facility, *_ in matches
        ]
        SourceRecord.objects.bulk_create(records)
        Match.objects.bulk_create(
            Match(record=record, location=location, method=method, score=score, before=before, by=self.by)
            for record, (_, location, method, score, before) in zip(records, matches, strict=True)
        )

    def _whereabouts(self, facility: Facility) -> Whereabouts:
        where = self.surroundings.of(facility)
        for warning in (*facility.warnings, *where.warnings):
            self.report.warn(facility.line, warning)
        return where

    def _count(self, location: Location, is_written: bool) -> None:
        if is_written:
            self.report.updated += 1
            self.touched.add(location.pk)
        else:
            self.report.unchanged += 1


def digest_of(facility: Facility) -> str:
    """Of what the register said, in a spelling that does not depend on the order of the fields."""
    text = json.dumps(facility.payload, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

"""One good row of every model that has a rule, to be spoilt in exactly one way."""

import datetime
from decimal import Decimal

from django.utils import timezone

from providers import models
from providers.models.source_record import MatchMethod, Register
from providers.models.vocabulary import (
    CheckMethod,
    CheckResult,
    CredentialStatus,
    PriceUnit,
    ReportedField,
    Route,
)

from .. import factories


def check():
    return factories.licence().checks.create(
        source="the register",
        source_date=datetime.date(2026, 1, 5),
        checked_at=timezone.now(),
        method=CheckMethod.REGISTER_WEB,
        result=CheckResult.AGREES,
    )


def decision():
    row = factories.licence()
    return row.decisions.create(
        event="approve", from_status=CredentialStatus.IN_REVIEW, to_status=CredentialStatus.ACTIVE
    )


def import_run():
    return models.ImportRun.objects.create(register=Register.SAMHSA_2022, started_at=timezone.now())


def source_record():
    now = timezone.now()
    return models.SourceRecord.objects.create(
        register=Register.SAMHSA_2022, key="CO1", payload={}, digest="0", first_seen_at=now, last_seen_at=now
    )


def match():
    return models.Match.objects.create(
        record=source_record(), location=factories.location(), method=MatchMethod.CREATED
    )


def report():
    return models.Report.objects.create(
        location=factories.location(), field=ReportedField.PHONE, message="The number is dead."
    )


def reference_price():
    return models.ReferencePrice.objects.create(
        key="iv", route=Route.IV, labels={"en": "IV"}, low=Decimal(400), high=Decimal(800),
        per=PriceUnit.SESSION, source="A seller", position=1,
    )  # fmt: skip


def site_fact():
    return models.SiteFact.objects.create(key="fact", texts={"en": {"before": "x"}}, source="A law")


def former_slug():
    return models.FormerSlug.objects.create(slug="old", provider=factories.provider())


def throttle():
    return models.Throttle.objects.create(key="0" * 64, resets_at=timezone.now())


def question_text():
    return factories.question().texts.get(language="en")


def answer():
    return factories.answer(factories.provider(), factories.question())


def telehealth():
    return factories.telehealth(factories.location())


def price():
    return factories.price(factories.service())


def city():
    return factories.place("city", "Boulder", "CO", latitude=40.015, longitude=-105.2705)


MAKERS = {
    models.AccessFact: lambda: factories.access_fact(factories.location()),
    models.Answer: answer,
    models.Check: check,
    models.Coverage: factories.coverage,
    models.Credential: factories.licence,
    models.Decision: decision,
    models.FormerSlug: former_slug,
    models.ImportRun: import_run,
    models.Language: lambda: factories.language(factories.location()),
    models.Location: factories.location,
    models.Match: match,
    models.OpeningHours: lambda: factories.opening_hours(factories.location()),
    models.Place: city,
    models.Policy: lambda: factories.policy(factories.provider()),
    models.Practitioner: factories.practitioner,
    models.PractitionerRole: lambda: factories.role(factories.location()),
    models.Price: price,
    models.Provider: factories.provider,
    models.Question: factories.question,
    models.QuestionText: question_text,
    models.ReferencePrice: reference_price,
    models.Report: report,
    models.Service: factories.service,
    models.SiteFact: site_fact,
    models.SourceRecord: source_record,
    models.TelehealthReach: telehealth,
    models.Throttle: throttle,
    models.User: factories.user,
}

"""One good row of every model that has a rule, to be spoilt in exactly one way."""

import datetime
from decimal import Decimal

import pgtrigger
from django.utils import timezone

from providers import models
from providers.models.attestation import AttestedBy
from providers.models.change_request import ChangedField
from providers.models.claim import ProofMethod
from providers.models.document import DocumentType
from providers.models.membership import MemberRole
from providers.models.source_record import MatchMethod, Register
from providers.models.vocabulary import (
    CheckMethod,
    CheckResult,
    CredentialStatus,
    PriceUnit,
    ReportedField,
    Route,
)
from providers.models.weekly_count import Counted

from .. import cast, factories

MONDAY = datetime.date(2026, 1, 5)


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
        event="claim", from_status=CredentialStatus.CLAIMED, to_status=CredentialStatus.CLAIMED
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


def attestation():
    return models.Attestation.objects.create(
        provider=factories.provider(), on=datetime.date(2026, 1, 5), way=AttestedBy.PAGE
    )


def change_request(**over):
    return models.ChangeRequest.objects.create(
        provider=factories.provider(),
        field=ChangedField.NPI,
        before="",
        after="1234567893",
        **over,
    )


def claim(**over):
    """In any state of its life; the database lets a claim begin only at the beginning."""
    with pgtrigger.ignore("providers.Claim:claim_begins"):
        return models.Claim.objects.create(provider=factories.provider(), claimant=factories.user(), **over)


def proof_code():
    return models.ProofCode.objects.create(
        claim=claim(), digest="0" * 64, sent_to="office@example.org", expires_at=later(1)
    )


def removal(**over):
    over.setdefault("token_digest", f"{next(factories.facts.numbers):064}")
    return models.RemovalRequest.objects.create(
        provider=factories.provider(), name="Dana Office", method=ProofMethod.PHONE, **over
    )


def document():
    licence = factories.licence()
    return models.Document.objects.create(
        provider=factories.provider(), credential=licence, file="ab/abc", name="license.pdf",
        content_type=DocumentType.PDF, size=1200, digest="0" * 64,
    )  # fmt: skip


def invitation():
    return models.Invitation.objects.create(
        provider=factories.provider(), email="new@example.org", role=MemberRole.EDITOR,
        digest=f"{next(factories.facts.numbers):064}", expires_at=later(7),
    )  # fmt: skip


def membership():
    """An editor's, beside an owner's."""
    provider = factories.provider()
    return cast.editor_of(provider).memberships.get(provider=provider)


def message():
    return models.Message.objects.create(
        key="claim-code:1",
        template="claim_code",
        to="office@example.org",
        subject="A code",
        text="x",
        html="x",
    )


def reminder():
    return models.Reminder.objects.create(provider=factories.provider(), due_on=later(5).date(), step=-5)


def weekly_count():
    return models.WeeklyCount.objects.create(
        location=factories.location(), week=MONDAY, what=Counted.OPENED, count=3
    )


def later(days):
    return timezone.now() + datetime.timedelta(days=days)


MAKERS = {
    models.AccessFact: lambda: factories.access_fact(factories.location()),
    models.Answer: answer,
    models.Attestation: attestation,
    models.ChangeRequest: change_request,
    models.Check: check,
    models.Claim: claim,
    models.Coverage: factories.coverage,
    models.Credential: factories.licence,
    models.Decision: decision,
    models.Document: document,
    models.FormerSlug: former_slug,
    models.ImportRun: import_run,
    models.Invitation: invitation,
    models.Language: lambda: factories.language(factories.location()),
    models.Location: factories.location,
    models.Match: match,
    models.Membership: membership,
    models.Message: message,
    models.OpeningHours: lambda: factories.opening_hours(factories.location()),
    models.Place: city,
    models.Policy: lambda: factories.policy(factories.provider()),
    models.Practitioner: factories.practitioner,
    models.PractitionerRole: lambda: factories.role(factories.location()),
    models.Price: price,
    models.ProofCode: proof_code,
    models.Provider: factories.provider,
    models.Question: factories.question,
    models.QuestionText: question_text,
    models.ReferencePrice: reference_price,
    models.Reminder: reminder,
    models.RemovalRequest: removal,
    models.Report: report,
    models.Service: factories.service,
    models.SiteFact: site_fact,
    models.SourceRecord: source_record,
    models.TelehealthReach: telehealth,
    models.Throttle: throttle,
    models.User: factories.user,
    models.WeeklyCount: weekly_count,
}

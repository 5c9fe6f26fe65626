"""Claims brought, through the actions themselves, to a given point of their way."""

from providers.actions import credentials
from providers.actions.credentials import Seen
from providers.models.vocabulary import CheckMethod, CheckResult, CredentialType

from .. import cast, factories
from ..factories.facts import day


def seen(result=CheckResult.AGREES, ago=0, **over):
    facts = {
        "source": "Colorado DORA license lookup",
        "source_url": "https://apps2.colorado.gov/dora/licensing/lookup/licenselookup.aspx",
        "source_date": day(ago),
        "method": CheckMethod.REGISTER_WEB,
        "result": result,
        **over,
    }
    return Seen(**facts)


def claimed(by, **over):
    facts = {"issuer": "Colorado Medical Board", "number": "DR.0012345", "attested_on": day(), **over}
    return credentials.claim(
        by=by,
        holder=factories.practitioner(npi="1234567893"),
        type=CredentialType.STATE_LICENCE,
        **{"state": "CO", **facts},
    )


def checked(by, *, result=CheckResult.AGREES, ago=0, **over):
    row = claimed(by, **over)
    row = credentials.match_identity(by=None, credential=row)
    row = credentials.request_source(by=None, credential=row)
    return credentials.record_check(by=cast.checker(), credential=row, seen=seen(result, ago))


def in_review(by, **over):
    return credentials.send_to_review(by=None, credential=checked(by, **over))


def adverse(owner):
    row = checked(owner, result=CheckResult.DIFFERS)
    row = credentials.find_discrepancy(by=None, credential=row, reason="Another name.")
    row = credentials.reply(by=owner, credential=row, reason="My name changed.")
    return credentials.send_to_review(by=None, credential=row)

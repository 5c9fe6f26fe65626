"""“All still true”: what it refreshes, what it leaves alone, and the link that does it once."""

import datetime

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from providers.actions import attest_links, attested_facts, attesting, changes, members
from providers.actions.attest_links import DeadLink, End
from providers.actions.refusals import TransitionRefused
from providers.actions.versions import Stale
from providers.models import Attestation, Credential, Membership, Price, Provider, SearchRow
from providers.models.attestation import AttestedBy
from providers.models.membership import MemberRole
from providers.models.vocabulary import Basis
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories
from ..factories.facts import day
from ..together import at_once, kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return factories.published_listing(last_confirmed_on=day(80))


def version(provider):
    return attested_facts.version(provider, day())


def attest(provider, by=None, **over):
    over.setdefault("version", version(provider))
    return attesting.attest(by=by or cast.owner(provider), provider=provider, **over)


def link(provider, person=None):
    return attest_links.make(provider=provider, person=person or cast.owner(provider))


def use(token, provider):
    return attesting.attest_by_link(token=token, version=version(provider))


def end_of(token):
    with pytest.raises(DeadLink) as dead:
        attest_links.read(token)
    return dead.value.end


def test_every_fact_of_the_clinic_gets_todays_date(site):
    owner = cast.owner(site.provider)
    row = attest(site.provider)

    assert (row.on, row.by, row.way) == (day(), owner, AttestedBy.PAGE)
    site.provider.refresh_from_db()
    assert site.provider.last_confirmed_on == day()
    for facts in attested_facts.facts_of(site.provider, day()):
        assert {fact.confirmed_on for fact in facts} <= {day()}
    assert Price.objects.first().confirmed_by == owner
    assert SearchRow.objects.get(location=site).confirmed_on == day()


def test_better_evidence_keeps_its_basis_and_its_day(site):
    seen = {"basis": Basis.DOCUMENT_SEEN, "source": "a price list", "confirmed_on": day(40)}
    Price.objects.update(**seen)
    licence = Credential.objects.get()
    attest(site.provider)
    assert list(Price.objects.order_by().values(*seen).distinct()) == [seen]
    again = Credential.objects.get()
    assert (again.basis, again.confirmed_on) == (licence.basis, licence.confirmed_on)


def test_a_registers_word_becomes_the_clinics_own(site):
    imported = {"basis": Basis.PUBLIC_IMPORT, "source": "SAMHSA's directory", "confirmed_on": day(900)}
    site.coverages.update(**imported)
    assert list(attested_facts.registers_of(site.provider, day())) == ["SAMHSA's directory"]
    attest(site.provider)
    row = site.coverages.get()
    assert (row.basis, row.source, row.confirmed_on) == (Basis.PROVIDER_ATTESTED, "", day())


def test_it_speaks_for_nobody_elses_rows(site):
    other = factories.published_listing(last_confirmed_on=day(80))
    shared = site.roles.get().practitioner
    factories.role(other, shared)
    ended = factories.price(site.services.get(), "booster", valid_from=day(90), valid_to=day(5))
    attest(site.provider)
    other.provider.refresh_from_db()
    shared.refresh_from_db()
    ended.refresh_from_db()
    assert other.provider.last_confirmed_on == day(80)
    assert set(Price.objects.filter(service__location=other).values_list("confirmed_on", flat=True)) == {
        day(10)
    }
    assert (shared.confirmed_on, ended.confirmed_on) == (day(10), day(10))


def test_what_was_not_read_is_not_confirmed(site):
    seen = version(site.provider)
    Price.objects.update(amount_max=900)
    with pytest.raises(Stale):
        attest(site.provider, version=seen)
    assert Attestation.objects.count() == 0
    assert Provider.objects.get().last_confirmed_on == day(80)


def test_an_editor_may_a_stranger_may_not(site):
    attest(site.provider, by=cast.editor_of(site.provider))
    for person in (cast.stranger(), cast.other_owner(), cast.reviewer()):
        with pytest.raises(TransitionRefused, match="Only the people"):
            attest(site.provider, by=person)
    assert Attestation.objects.count() == 1


@pytest.mark.parametrize("status", [S.SUSPENDED, S.CLOSED, S.IMPORTED_UNCLAIMED])
def test_what_is_not_the_clinics_to_confirm_is_refused(status):
    provider = factories.published_listing(status=status).provider
    with pytest.raises(TransitionRefused, match="cannot be confirmed now"):
        attest(provider)


def test_a_change_that_waits_goes_on_waiting(site):
    change = changes.request_change(
        by=cast.owner(site.provider), provider=site.provider, field="display_name", after="New Name"
    )
    attest(site.provider)
    change.refresh_from_db()
    assert change.status == "open"
    assert Provider.objects.get().display_name != "New Name"


def test_the_link_works_once(site):
    token = link(site.provider)
    row = use(token, site.provider)
    assert (row.by, row.way) == (cast.owner(site.provider), AttestedBy.LINK)
    assert end_of(token) == End.USED
    with pytest.raises(DeadLink):
        use(token, site.provider)
    assert Attestation.objects.count() == 1


def test_any_newer_confirmation_ends_it(site):
    tokens = [link(site.provider), link(site.provider, cast.editor_of(site.provider))]
    attest(site.provider)
    assert [end_of(token) for token in tokens] == [End.USED, End.USED]


def test_two_confirmations_on_one_day_still_end_each_link(site):
    attest(site.provider)
    site.provider.refresh_from_db()
    token = link(site.provider)
    use(token, site.provider)
    assert end_of(token) == End.USED


def test_it_runs_out_after_fourteen_days(site):
    token = link(site.provider)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=14, minutes=-1), tick=False):
        assert attest_links.read(token).provider == site.provider
    with time_machine.travel(timezone.now() + datetime.timedelta(days=14, minutes=1), tick=False):
        assert end_of(token) == End.EXPIRED


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: token.swapcase(),
        lambda token: "",
        lambda token: "1",
        lambda token: "\x00" * 20,
        lambda token: "a:b:c",
        lambda token: ":".join(reversed(token.split(":"))),
    ],
)
def test_a_spoilt_link_opens_nothing(site, spoil):
    assert end_of(spoil(link(site.provider))) == End.UNREADABLE


def test_a_link_says_which_listing_and_no_other(site):
    other = factories.published_listing().provider
    mine, theirs = link(site.provider).split(":"), link(other).split(":")
    assert end_of(":".join([theirs[0], *mine[1:]])) == End.UNREADABLE
    assert end_of(link(other, cast.owner(site.provider))) == End.UNREADABLE
    use(link(site.provider), site.provider)
    other.refresh_from_db()
    assert other.last_confirmed_on == day(10)


def test_what_was_signed_for_something_else_is_no_link(site):
    said = {"listing": site.provider.pk, "person": cast.owner(site.provider).pk, "after": "0/"}
    for salt in ("django.core.signing", "providers.invitation", "django.contrib.auth"):
        assert end_of(signing.dumps(said, salt=salt)) == End.UNREADABLE


def test_who_no_longer_runs_it_has_no_link(site):
    owner, editor = cast.owner(site.provider), cast.editor_of(site.provider)
    token = link(site.provider, editor)
    members.remove(by=owner, membership=Membership.objects.get(user=editor))
    assert end_of(token) == End.UNREADABLE

    token = link(site.provider, owner)
    owner.is_active = False
    owner.save()
    assert end_of(token) == End.UNREADABLE


@pytest.mark.django_db(transaction=True)
def test_one_link_used_twice_at_once_counts_once():
    provider = factories.published_listing(last_confirmed_on=day(80)).provider
    token, seen = link(provider), version(provider)

    found = at_once(*[lambda: attesting.attest_by_link(token=token, version=seen)] * 2)

    assert kinds(found) == ["Attestation", "DeadLink"]
    assert Attestation.objects.count() == 1


def test_roles_count_when_it_is_used_not_when_it_was_sent(site):
    editor = cast.editor_of(site.provider)
    token = link(site.provider, editor)
    assert Membership.objects.get(user=editor).role == MemberRole.EDITOR
    assert use(token, site.provider).by == editor

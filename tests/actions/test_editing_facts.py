"""Hours, access, languages, telehealth states and answers: only what changed is vouched for anew."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from providers.actions import editing_access, editing_answers, editing_hours, editing_telehealth
from providers.actions.editing_hours import Span
from providers.actions.refusals import TransitionRefused
from providers.actions.versions import Stale
from providers.models import (
    AccessFact,
    Answer,
    Language,
    Location,
    OpeningHours,
    SearchReach,
    TelehealthReach,
)
from providers.models.vocabulary import Basis, Setting
from tests import cast, factories
from tests.factories.facts import day

pytestmark = pytest.mark.django_db
NINE, TWELVE, ONE, FIVE = (datetime.time(hour) for hour in (9, 12, 13, 17))
TODAY = (Basis.PROVIDER_ATTESTED, "", day(0))
AS_BEFORE = (Basis.PROVIDER_ATTESTED, "the clinic", day(10))


def evidence(row):
    return row.basis, row.source, row.confirmed_on


@pytest.fixture
def site():
    return factories.published_listing()


def save_hours(site, *spans, version=None):
    editing_hours.save(
        by=cast.owner(site.provider),
        location=site,
        version=version or editing_hours.version(site),
        spans=[Span(*span) for span in spans],
    )


def test_an_unchanged_span_keeps_its_evidence_and_a_new_one_is_todays(site):
    kept = factories.opening_hours(site, 0)
    factories.opening_hours(site, 1)
    save_hours(site, (0, NINE, FIVE), (1, NINE, TWELVE), (1, ONE, FIVE))
    rows = list(OpeningHours.objects.all())
    assert [(row.weekday, row.opens) for row in rows] == [(0, NINE), (1, NINE), (1, ONE)]
    assert rows[0] == kept
    assert [evidence(row) for row in rows] == [AS_BEFORE, TODAY, TODAY]


def test_no_spans_at_all_is_not_stated(site):
    factories.opening_hours(site)
    save_hours(site)
    assert not OpeningHours.objects.exists()


@pytest.mark.parametrize("spans", [[(0, NINE, ONE), (0, TWELVE, FIVE)], [(0, FIVE, NINE)]])
def test_hours_that_overlap_or_run_backwards_are_refused(site, spans):
    with pytest.raises(TransitionRefused):
        save_hours(site, *spans)


def test_hours_that_somebody_saved_meanwhile_are_not_overwritten(site):
    seen = editing_hours.version(site)
    save_hours(site, (0, NINE, FIVE))
    with pytest.raises(Stale):
        save_hours(site, (0, NINE, TWELVE), version=seen)
    assert OpeningHours.objects.get().closes == FIVE


def save_access(site, languages=None, version=None, **features):
    editing_access.save(
        by=cast.owner(site.provider),
        location=site,
        version=version or editing_access.version(site),
        features=features,
        languages=languages or {},
    )


def test_access_yes_no_and_not_stated(site):
    factories.access_fact(site, "parking")
    factories.access_fact(site, "step_free")
    factories.access_fact(site, "quiet_room")
    save_access(site, parking=True, step_free=False, quiet_room=None, interpreter=True)
    rows = {row.feature: (row.is_available, evidence(row)) for row in AccessFact.objects.all()}
    assert rows == {
        "parking": (True, AS_BEFORE),
        "step_free": (False, TODAY),
        "interpreter": (True, TODAY),
    }


def test_languages_go_come_and_stay(site):
    for tag in ("en", "es", "vi"):
        factories.language(site, tag)
    save_access(site, {"es": None, "fr": "staff"})
    rows = {row.tag: (row.spoken_by, evidence(row)) for row in Language.objects.all()}
    assert rows == {"en": (None, AS_BEFORE), "es": (None, AS_BEFORE), "fr": ("staff", TODAY)}


def test_access_that_somebody_saved_meanwhile_is_not_overwritten(site):
    seen = editing_access.version(site)
    save_access(site, {"es": None})
    with pytest.raises(Stale):
        save_access(site, version=seen)
    assert Language.objects.get().tag == "es"


def save_telehealth(site, *states, offers=None, version=None):
    editing_telehealth.save(
        by=cast.owner(site.provider),
        location=site,
        version=version or editing_telehealth.version(site),
        offers=offers,
        states=states,
    )


def test_a_state_is_linked_to_the_license_of_a_prescriber(site):
    save_telehealth(site, "CO", "WY")
    licences = {row.state: row.licence for row in TelehealthReach.objects.all()}
    licence = site.roles.get().practitioner.credentials.get()
    assert licences == {"CO": licence, "WY": None}
    assert Location.objects.get().offers_telehealth is True
    assert set(SearchReach.objects.values_list("state", flat=True)) == {"CO", "WY"}


def test_the_license_that_is_good_for_longest_is_taken(site):
    prescriber = site.roles.get().practitioner
    best = factories.licence(prescriber, expires_on=day(-900), checked_on=day(1), decided_on=day(0))
    factories.licence(prescriber, expires_on=day(3), issuer="Another board")
    save_telehealth(site, "CO")
    assert TelehealthReach.objects.get().licence == best


def test_a_state_that_stays_keeps_its_evidence(site):
    factories.telehealth(site, "CO")
    factories.telehealth(site, "UT")
    save_telehealth(site, "CO", "WY")
    rows = {row.state: evidence(row) for row in TelehealthReach.objects.all()}
    assert rows == {"CO": AS_BEFORE, "WY": TODAY}
    assert TelehealthReach.objects.get(state="CO").licence is not None


def test_a_home_setting_keeps_its_states(site):
    factories.telehealth(site, "CO")
    factories.service(site, route="sublingual_lozenge", setting=Setting.HOME_LIVE)
    with pytest.raises(ValidationError) as refused:
        save_telehealth(site)
    assert list(refused.value.message_dict) == ["states"]
    assert TelehealthReach.objects.exists()


def test_states_without_telehealth_contradict_each_other(site):
    with pytest.raises(ValidationError) as refused:
        save_telehealth(site, "CO", offers=False)
    assert list(refused.value.message_dict) == ["offers"]


def test_telehealth_that_somebody_saved_meanwhile_is_not_overwritten(site):
    seen = editing_telehealth.version(site)
    save_telehealth(site, "CO")
    with pytest.raises(Stale):
        save_telehealth(site, "WY", version=seen)


def save_answers(provider, answers, version=None):
    editing_answers.save(
        by=cast.owner(provider),
        provider=provider,
        version=version or editing_answers.version(provider),
        answers=answers,
    )


def test_answers_are_given_changed_and_taken_back(site):
    kept, changed, gone, new = (factories.question(number) for number in (1, 2, 3, 4))
    for question in (kept, changed, gone):
        factories.answer(site.provider, question)
    words = "A nurse stays with you."
    save_answers(site.provider, {1: words, 2: "A doctor stays.", 3: "", 4: "Yes.", 99: "No such question."})
    rows = {row.question.number: (row.text, evidence(row)) for row in Answer.objects.all()}
    assert rows == {1: (words, AS_BEFORE), 2: ("A doctor stays.", TODAY), 4: ("Yes.", TODAY)}
    assert not gone.answers.exists()
    assert new.answers.get().provider == site.provider


def test_an_answer_names_the_wording_that_it_answered(site):
    question = factories.question(1, version=3)
    answer = factories.answer(site.provider, question, question_version=2)
    save_answers(site.provider, {1: answer.text})
    assert Answer.objects.get().question_version == 2
    save_answers(site.provider, {1: "New words."})
    assert Answer.objects.get().question_version == 3


def test_answers_that_somebody_saved_meanwhile_are_not_overwritten(site):
    factories.question(1)
    seen = editing_answers.version(site.provider)
    save_answers(site.provider, {1: "Theirs."})
    with pytest.raises(Stale):
        save_answers(site.provider, {1: "Mine."}, version=seen)
    assert Answer.objects.get().text == "Theirs."


def test_no_answer_calls_ketamine_approved_and_any_may_deny_it(site):
    number = factories.question().number
    before = editing_answers.version(site.provider)

    def say(text):
        owner = cast.owner(site.provider)
        editing_answers.save(by=owner, provider=site.provider, version=before, answers={number: text})

    with pytest.raises(ValidationError, match="has approved only Spravato"):
        say("Yes, it is approved by the FDA.")
    say("No. Ketamine is not FDA-approved for this.")
    assert Answer.objects.get().text == "No. Ketamine is not FDA-approved for this."

"""What every section of the editing face has in common: who comes in, one save, both versions, preview."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from providers.models import Location, Provider
from providers.models.vocabulary import ListingStatus
from tests import cast, factories

from .drawn import form_of, text_of

pytestmark = pytest.mark.django_db
SECTIONS = ("about", "location", "hours", "telehealth", "access", "answers")
OF_LOCATION = ("location", "hours", "telehealth", "access")
# By section: a field, what is stored before, what is typed, and how it reads once saved.
TYPED = {
    "about": ("about", "", "We treat adults.", "We treat adults."),
    "location": ("email", "", "hello@clearcreek.example", "hello@clearcreek.example"),
    "hours": ("closes_0_0", "17:00", "16:30", "4:30 p.m."),
    "telehealth": ("states", ["CO"], ["CO", "UT"], "Colorado, Utah"),
    "access": ("parking", "", "no", "Parking"),
    "answers": ("answer_1", "", "A nurse, always.", "A nurse, always."),
}


@pytest.fixture
def site():
    site = factories.published_listing()
    factories.question(1)
    for weekday in range(5):
        factories.opening_hours(site, weekday)
    factories.telehealth(site, "CO")
    return site


@pytest.fixture
def owner(client, site):
    person = cast.owner(site.provider)
    client.force_login(person)
    return person


def url(site, section):
    return reverse(f"edit_{section}", args=[site.provider.slug])


def typed(client, site, section, **more):
    name, _before, value, _reads = TYPED[section]
    return form_of(client.get(url(site, section)), **{name: value, **more})


@pytest.fixture(params=SECTIONS)
def section(request):
    return request.param


def test_a_save_is_live_at_once_in_the_clinics_word_of_today(client, site, owner, section):
    answer = client.post(url(site, section), typed(client, site, section))
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{url(site, section)}?saved=")
    public = text_of(client.get(site.provider.get_absolute_url()))
    assert TYPED[section][3] in public
    assert "stated by the clinic, today" in public


def test_the_page_says_that_it_is_saved_and_when(client, site, owner):
    site.timezone = "America/Denver"
    answer = client.post(url(site, "about"), typed(client, site, "about"), follow=True)
    assert "Saved at " in text_of(answer)
    assert "UTC" not in text_of(answer)
    assert "Saved at " not in text_of(client.get(url(site, "about")))


@pytest.mark.parametrize("stamp", ["", "x", "99999999T9999", "20200101T0000", "<b>", "\0" * 20])
def test_nobody_can_make_the_page_say_saved(client, site, owner, stamp):
    assert "Saved at" not in text_of(client.get(url(site, "about"), {"saved": stamp}))


def test_an_editor_may_save(client, site, section):
    client.force_login(cast.editor_of(site.provider))
    assert client.post(url(site, section), typed(client, site, section)).status_code == 302


@pytest.mark.parametrize("person", [cast.stranger, cast.other_owner])
def test_a_stranger_finds_nothing(client, site, section, person):
    client.force_login(person())
    assert client.get(url(site, section)).status_code == 404
    assert client.post(url(site, section), {}).status_code == 404


def test_signed_out_goes_to_the_login_page(client, site, section):
    for answer in (client.get(url(site, section)), client.post(url(site, section), {})):
        assert answer.status_code == 302
        assert "login" in answer["Location"]


def test_another_method_is_refused(client, site, owner, section):
    assert client.put(url(site, section)).status_code == 405
    assert client.delete(url(site, section)).status_code == 405


@pytest.mark.parametrize("section", OF_LOCATION)
def test_a_location_of_another_listing_is_not_found(client, site, owner, section):
    other = factories.published_listing()
    address = reverse(f"edit_{section}", args=[site.provider.slug, other.slug])
    assert client.get(address).status_code == 404


def test_a_listing_that_was_merged_or_taken_away_is_not_edited(client, site, owner, section):
    gone = {"status": ListingStatus.REMOVED_BY_REQUEST}
    Provider.objects.filter(pk=site.provider.pk).update(**gone)
    assert client.get(url(site, section)).status_code == 404


def test_a_preview_shows_what_would_be_and_saves_nothing(client, site, owner, section):
    before = text_of(client.get(site.provider.get_absolute_url()))
    answer = client.post(url(site, section), typed(client, site, section, preview="1"))
    assert answer.status_code == 200
    assert TYPED[section][3] in answer.context["after"]
    assert "Not saved yet" in text_of(answer)
    assert text_of(client.get(site.provider.get_absolute_url())) == before
    assert client.post(url(site, section), form_of(answer)).status_code == 302


def test_a_second_save_from_an_old_page_shows_both_versions(client, site, owner, section):
    mine = typed(client, site, section)
    name, _before, _value, _reads = TYPED[section]
    theirs = {"hours": "12:00", "telehealth": ["CO", "WY"], "access": "yes", "location": "x@y.example"}
    client.post(url(site, section), {**mine, name: theirs.get(section, "Theirs.")})
    answer = client.post(url(site, section), mine)
    assert answer.status_code == 409
    assert "Somebody else saved this part" in text_of(answer)
    assert form_of(answer)[name] == (mine[name] if isinstance(mine[name], list) else [mine[name]])
    assert False in [difference.is_taken for difference in answer.context["differing"]]
    assert client.post(url(site, section), form_of(answer)).status_code == 302


def test_what_only_the_other_changed_is_taken_over(client, site, owner):
    mine = typed(client, site, "about")
    client.post(url(site, "about"), {**mine, "about": "", "other_names": "Sage Room\nCCK"})
    answer = client.post(url(site, "about"), mine)
    assert answer.status_code == 409
    assert [(d.label, d.is_taken) for d in answer.context["differing"]] == [("Other names", True)]
    client.post(url(site, "about"), form_of(answer))
    provider = Provider.objects.get()
    assert (provider.other_names, provider.about) == (["Sage Room", "CCK"], "We treat adults.")


def test_two_who_add_a_language_each_both_keep_theirs(client, site, owner):
    page = client.get(url(site, "access"))
    client.post(url(site, "access"), form_of(page, language_0="Spanish", spoken_by_0="staff"))
    answer = client.post(url(site, "access"), form_of(page, language_1="Vietnamese"))
    assert answer.status_code == 409
    assert client.post(url(site, "access"), form_of(answer)).status_code == 302
    assert set(site.languages.values_list("tag", flat=True)) == {"es", "vi"}


def test_a_box_that_the_other_ticked_is_taken_over(client, site, owner):
    page = client.get(url(site, "telehealth"))
    client.post(url(site, "telehealth"), form_of(page, states=["CO", "WY"]))
    answer = client.post(url(site, "telehealth"), form_of(page, offers="yes"))
    assert answer.status_code == 409
    client.post(url(site, "telehealth"), form_of(answer))
    assert sorted(site.telehealth_reach.values_list("state", flat=True)) == ["CO", "WY"]


@pytest.mark.parametrize("version", ["", "x" * 5000, "\0", None])
def test_without_its_version_nothing_is_saved(client, site, owner, section, version):
    answer = client.post(url(site, section), typed(client, site, section, version=version))
    assert answer.status_code == 409


def test_fields_that_are_not_on_the_page_change_nothing(client, site, owner, section):
    other = factories.provider()
    kept = ("status", "is_in_register", "is_demo", "slug", "last_confirmed_on", "merged_into_id", "basis")
    before = Provider.objects.values(*kept[:-1]).get(pk=site.provider.pk)
    places = Location.objects.values("provider_id", "slug", "latitude", "closed_on").get()
    smuggled = {
        "status": "removed_by_request",
        "is_in_register": "on",
        "is_demo": "on",
        "slug": "taken-over",
        "last_confirmed_on": "2026-01-01",
        "merged_into": other.pk,
        "provider": other.pk,
        "provider_id": other.pk,
        "location": 1,
        "latitude": "1",
        "closed_on": "2026-01-01",
        "basis": "verified_source",
        "confirmed_by": cast.superuser().pk,
    }
    answer = client.post(url(site, section), typed(client, site, section, **smuggled))
    assert answer.status_code == 302
    assert Provider.objects.values(*kept[:-1]).get(pk=site.provider.pk) == before
    assert Location.objects.values("provider_id", "slug", "latitude", "closed_on").get() == places


@pytest.mark.parametrize("junk", ["\0", "x" * 5_000, "‮evil", "[]", "-1", "999999999999999999999"])
def test_junk_in_every_field_is_an_error_or_words_never_a_crash(client, site, owner, section, junk):
    form = form_of(client.get(url(site, section)))
    names = [name for name in form if name != "version" and not name.startswith("initial-")]
    answer = client.post(url(site, section), {**form, **dict.fromkeys(names, junk)})
    assert answer.status_code in (302, 422)
    held = {f"initial-{name}": junk for name in names}
    assert client.post(url(site, section), {**form, **held, "version": "old"}).status_code == 409


def test_queries_do_not_grow_with_the_rows(client, site, owner, section):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(site, section)).status_code == 200
        return len(queries)

    count()
    few = count()
    for number in range(2, 5):
        factories.answer(site.provider, factories.question(number))
        factories.access_fact(site, ("parking", "step_free", "quiet_room")[number - 2])
        factories.language(site, ("fr", "vi", "tl")[number - 2])
        factories.telehealth(site, ("AK", "AL", "AR")[number - 2])
        factories.location(site.provider)
    assert count() == few <= 30


def test_a_listing_without_a_location_can_still_say_what_it_is(client, owner, site):
    bare = factories.provider(status=ListingStatus.DRAFT)
    client.force_login(cast.owner(bare))
    page = client.get(reverse("edit_about", args=[bare.slug]))
    assert "no location yet" in text_of(page)
    assert client.get(reverse("edit_hours", args=[bare.slug])).status_code == 404
    answer = client.post(reverse("edit_about", args=[bare.slug]), form_of(page, about="New."))
    assert answer.status_code == 302


def test_a_draft_is_previewed_though_patients_cannot_see_it(client):
    draft = factories.location(factories.provider(status=ListingStatus.DRAFT, about="Not yet."))
    client.force_login(cast.owner(draft.provider))
    page = client.get(reverse("edit_about", args=[draft.provider.slug]))
    assert "Patients do not see this listing yet" in text_of(page)
    assert "Not yet." in page.context["now"]
    assert client.get(draft.provider.get_absolute_url()).status_code == 404

"""Every address of the providers' face, walked by every member of the cast: nobody strays into a listing."""

import uuid
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver

from providers.listings import urls
from tests import cast, factories, sign_in

FILLED = {
    "slug": "quiet-river",
    "location_slug": "main",
    "pk": 999_999,
    "public_id": uuid.UUID(int=7),
    "token": "not-a-token",
    "number": 1,
    "section": "about",
    "kind": "provider",
    "table": "locations",
    "document": 999_999,
    "credential": 999_999,
}


def patterns(parts: list, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for part in parts:
        route = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            if "allauth" not in str(part.urlconf_name):
                yield from patterns(part.url_patterns, route)
        else:
            yield route, part


def address(route: str) -> str:
    """The route with its converters filled in."""
    for name, value in FILLED.items():
        for converter in ("slug", "str", "int", "uuid", "path"):
            route = route.replace(f"<{converter}:{name}>", str(value))
    assert "<" not in route, f"Say in FILLED what stands in {route}"
    return f"/{route}"


ALL = sorted({address(route) for route, _pattern in patterns(urls.urlpatterns)})
OF_LISTING = [one for one in ALL if one.startswith("/your-listings/quiet-river/")]


@pytest.fixture
def listing(db):
    place = factories.published_listing()
    place.provider.slug, place.slug = FILLED["slug"], FILLED["location_slug"]
    place.provider.save(update_fields=["slug"])
    place.save(update_fields=["slug"])
    return place.provider


def let_go(response):
    """Closes the files behind an answer; response.close() would close the test's connection as well."""
    for close in response._resource_closers:
        close()


def test_there_are_addresses_to_walk():
    assert len(OF_LISTING) > 25


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", OF_LISTING)
def test_only_those_who_run_a_listing_come_in(client, listing, path, method):
    signed_out = getattr(client, method)(path)
    assert signed_out.status_code in {302, 405}
    if signed_out.status_code == 302:
        assert signed_out.url.startswith("/account/login/?next=/your-listings/")
    for person in (cast.stranger(), cast.other_owner()):
        client.force_login(person)
        assert getattr(client, method)(path).status_code in {404, 405}, person


@pytest.mark.parametrize("path", OF_LISTING)
def test_those_who_run_it_get_an_answer_and_never_an_error(client, listing, path):
    for person in (cast.owner(listing), cast.editor_of(listing)):
        client.force_login(person)
        for method in ("get", "post"):
            assert getattr(client, method)(path).status_code in {200, 302, 403, 404, 405, 409, 422}, method


@pytest.mark.parametrize("path", sorted(set(ALL) - set(OF_LISTING)))
def test_no_other_page_fails_for_anybody(client, listing, path):
    for person in (None, cast.stranger(), cast.owner(listing)):
        if person:
            client.force_login(person)
        for method in ("get", "post"):
            response = getattr(client, method)(path)
            assert response.status_code < 500
            let_go(response)


def test_staff_are_strangers_to_listings_and_break_no_page(client, listing):
    sign_in.with_second_factor(client, cast.reviewer())
    answers = {(path, way): getattr(client, way)(path) for path in ALL for way in ("get", "post")}
    for response in answers.values():
        let_go(response)
    assert [asked for asked, response in answers.items() if response.status_code >= 500] == []
    strayed = {
        asked
        for asked, response in answers.items()
        if asked[0] in OF_LISTING and response.status_code not in {404, 405}
    }
    assert strayed == set()

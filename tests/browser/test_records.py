"""A listing's records in a browser: history, its counts, its tables; and what a patient's press counts."""

import datetime
import time
from collections import Counter
from dataclasses import dataclass

import pghistory
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from providers.actions import changes
from providers.actions.counts import monday, tally
from providers.models import Location, WeeklyCount
from tests import cast, factories

from .aside import aside
from .looking import TOUCHED, looked_over
from .test_html import errors_in, in_older_words

PAGES = ("history", "counts", "csv")
WHAT = ("shown", "opened", "phone", "website")


@dataclass(frozen=True)
class Practice:
    session: str
    public: str
    location: int


def build() -> Practice:
    """Two locations, changes of several people, and a quarter's counts."""
    place = factories.published_listing(
        slug="canyon",
        display_name="Canyon Ketamine",
        website="https://canyon.example/",
        site={"name": "Boulder"},
    )
    listing, staff = place.provider, cast.reviewer()
    second = factories.location(listing, at=factories.DENVER, name="Denver")
    owner, editor = cast.owner(listing), cast.editor_of(listing)
    owner.name = "Dana Office"
    owner.save()
    with pghistory.context(by=editor.pk):
        listing.about = "We are a small practice of two doctors. " * 8
        listing.save(update_fields=["about"])
        factories.opening_hours(place, 0)
        factories.opening_hours(place, 1)
    with pghistory.context(by=owner.pk):
        Location.objects.filter(pk=place.pk).update(new_patients="existptonly", wait_days=10)
    asked = changes.request_change(
        by=editor, provider=listing, field="phone", after="+13035550177", location=place
    )
    changes.refuse_change(by=staff, change=asked, reason="Nobody answered there when we called.")
    for back in range(13):
        week = monday(timezone.now().date()) - datetime.timedelta(weeks=back)
        for size, what in enumerate(WHAT):
            for site in (place, second):
                count = max(0, (40 - 13 * size) * (13 - back) // 4 - site.pk % 3)
                WeeklyCount.objects.create(location=site, week=week, what=what, count=count)
    factories.reindex(place, second)
    client = Client()
    client.force_login(owner)
    return Practice(client.cookies["sessionid"].value, place.get_absolute_url(), place.pk)


@pytest.fixture(scope="module")
def practice(site, browser):
    return aside(build)


@pytest.fixture
def owner(arrive, site, practice):
    def come(page="", **context):
        person = arrive(**context)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": practice.session, "url": site.url}
        person.context.add_cookies([cookie])
        person.go(f"/your-listings/canyon/{page}/")
        return person

    return come


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(owner, name):
    assert looked_over(owner(name, **TOUCHED).page) == {}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_valid_html(owner, name):
    person = owner(name)
    html = person.page.request.get(f"/your-listings/canyon/{name}/").body()
    assert errors_in(in_older_words(html)) == []


def give(person, text, status=200):
    person.expected.add(status)
    file = {"name": "table.csv", "mimeType": "text/csv", "buffer": text.encode()}
    person.page.get_by_label("Your file").set_input_files(file)
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Check the file").click()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_table_is_checked_and_taken_over(owner, has_scripts):
    person = owner("csv", java_script_enabled=has_scripts, reduced_motion="reduce")
    page, wait = person.page, "21" if has_scripts else "22"
    give(person, f"location,days until first visit\nnowhere,{wait}\n", 422)
    assert "no open location “nowhere”" in page.get_by_role("region", name="What is not right").inner_text()
    if has_scripts:
        assert looked_over(page, thumbs=False) == {}
    slug = page.request.get("/your-listings/canyon/csv/locations.csv").text().splitlines()[1].split(",")[0]
    give(person, f"location,days until first visit,phone\n{slug},{wait},303 555 01{wait}\n")
    assert "waits for our staff" in page.get_by_role("region", name="What would change").inner_text()
    if has_scripts:
        assert looked_over(page, thumbs=False) == {}
    with page.expect_navigation():
        page.get_by_role("button", name="Make these changes").click()
    assert "2 changes were taken over. 1 of them waits for our staff." in page.locator("main").inner_text()


def test_a_harmless_change_is_undone_with_one_press(owner):
    person = owner("history")
    line = person.page.locator(".history li", has_text="“Extension”")
    assert line.count() == 0
    undo = person.page.locator(".history ul > li", has_text="Days until a first visit").first
    with person.page.expect_navigation():
        undo.get_by_role("button", name="Undo").click()
    assert "Undone." in person.page.get_by_role("status").inner_text()


def counted():
    """Waits for the last beacon to arrive."""
    found = Counter()
    for _try in range(50):
        found.update({what: times for (_pk, _week, what), times in tally.take().items()})
        if len(found) == 2:
            break
        time.sleep(0.1)
    return found


def test_a_press_on_the_number_is_counted_and_leaves_no_cookie(arrive, practice):
    person = arrive(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    person.go(practice.public)
    person.page.evaluate("addEventListener('click', (event) => event.preventDefault())")
    tally.take()
    for what in ("phone", "website"):
        with person.page.expect_request(lambda request: "/chosen/" in request.url) as sent:
            person.page.locator(f"a[data-chosen$='/{what}/']").click()
        assert sent.value.method == "POST"
    assert counted() == {"phone": 1, "website": 1}
    assert person.context.cookies() == []

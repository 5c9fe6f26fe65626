"""The account's own pages: the overview, the name, taking all away, the end; and who sees which header."""

import io
import zipfile

import pytest
from allauth.account.internal.flows import reauthentication
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver, reverse

from providers.models import Membership, User

from .. import cast, factories, sign_in
from ..test_architecture import addresses

pytestmark = pytest.mark.django_db

OWN = ["account_home", "account_name", "account_download", "account_delete"]
BOTH = {"GET", "POST"}


def confirmed(client, person):
    sign_in.by_password(client, person)
    client.post(reverse("account_reauthenticate") + "?next=/", {"password": sign_in.PASSWORD})
    return person


def let_go(answer):
    """Closes the files that an answer holds, and not, as its close() does, the test's connection."""
    for close in answer._resource_closers:
        close()


def page_of(client, name):
    return client.get(reverse(name)).content.decode()


@pytest.mark.parametrize("name", OWN)
def test_the_signed_out_are_sent_to_sign_in(client, name):
    for method in (client.get, client.post):
        answer = method(reverse(name))
        if answer.status_code != 405:
            assert answer.url == f"{reverse('account_login')}?next={reverse(name)}"


@pytest.mark.parametrize("name", ["account_home", "account_deleted"])
def test_what_only_shows_takes_no_post(client, name):
    sign_in.by_password(client, cast.stranger())
    assert client.post(reverse(name)).status_code == 405


def test_the_overview_costs_the_same_for_one_listing_and_for_three(client, django_assert_num_queries):
    person = cast.owner(factories.provider())
    sign_in.with_second_factor(client, person)
    with django_assert_num_queries(9):
        page_of(client, "account_home")
    for _ in range(2):
        Membership.objects.create(provider=factories.provider(), user=person, role="owner")
    with django_assert_num_queries(9):
        page = page_of(client, "account_home")
    assert page.count(": Owner</li>") == 3


def test_the_overview_shows_only_ones_own(client):
    cast.owner(factories.provider(display_name="Somebody’s Clinic"))
    sign_in.by_password(client, cast.stranger())
    page = page_of(client, "account_home")
    assert "stranger@example.org" in page
    assert "Somebody’s Clinic" not in page
    assert "A passkey cannot" in page


def test_a_name_is_saved(client):
    person = sign_in.by_password(client, cast.stranger())
    answer = client.post(reverse("account_name"), {"name": "Ana <b>Ruiz</b>", "email": "x@y.example"})
    assert answer.url == reverse("account_home")
    person.refresh_from_db()
    assert (person.name, person.email) == ("Ana <b>Ruiz</b>", "stranger@example.org")
    assert "Ana &lt;b&gt;Ruiz" in page_of(client, "account_home")


@pytest.mark.parametrize("name", ["", "a" * 201, "a\0b"])
def test_a_bad_name_is_told_at_the_field(client, name):
    person = sign_in.by_password(client, cast.stranger())
    answer = client.post(reverse("account_name"), {"name": name})
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    person.refresh_from_db()
    assert person.name == ""


def test_everything_is_taken_away_in_a_zip(client):
    confirmed(client, cast.stranger())
    answer = client.post(reverse("account_download"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="account.zip"'
    assert "no-store" in answer.headers["Cache-Control"]
    packed = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    let_go(answer)
    assert "stranger@example.org" in packed.read("account.json").decode()


def test_deleting_asks_to_mean_it(client):
    confirmed(client, cast.stranger())
    answer = client.post(reverse("account_delete"))
    assert answer.status_code == 422
    assert "Tick the box" in str(answer.context["form"].errors["understood"])
    assert User.objects.exists()


def test_deleting_ends_the_account_and_the_sign_in(client):
    confirmed(client, cast.stranger())
    answer = client.post(reverse("account_delete"), {"understood": "on"})
    assert answer.url == reverse("account_deleted")
    assert not User.objects.exists()
    assert "_auth_user_id" not in client.session
    assert "Your account is deleted" in client.get(answer.url).content.decode()
    data = {"login": "stranger@example.org", "password": sign_in.PASSWORD}
    assert client.post(reverse("account_login"), data).status_code == 422


def test_the_only_owner_sees_which_listing_holds_them(client):
    listing = factories.provider(display_name="Boulder Ketamine")
    confirmed(client, cast.owner(listing))
    assert "Boulder Ketamine" in page_of(client, "account_delete")
    answer = client.post(reverse("account_delete"), {"understood": "on"})
    assert answer.status_code == 422
    assert "You are the only owner of Boulder Ketamine." in answer.content.decode()
    assert listing.memberships.exists()


def test_whoever_did_not_just_show_who_they_are_neither_takes_nor_deletes(client, monkeypatch):
    confirmed(client, cast.stranger())
    monkeypatch.setattr(reauthentication, "did_recently_reauthenticate", lambda request: False)
    for name in ("account_download", "account_delete"):
        assert client.post(reverse(name), {"understood": "on"}).status_code == 302
    assert User.objects.exists()


@pytest.mark.parametrize("path", ["/", "/about/", "/search/", "/es/", "/nothing/here/"])
def test_patients_see_one_way_in_and_get_no_cookie(client, path):
    answer = client.get(path)
    page = answer.content.decode()
    assert page.count("account/login/") == 2  # header and footer
    assert "account/logout" not in page
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_signed_in_see_their_listings_and_their_account(client):
    sign_in.by_password(client, cast.stranger())
    answer = client.get("/about/")
    page = answer.content.decode()
    assert f'href="{reverse("your_listings")}"' in page
    assert f'href="{reverse("account_home")}"' in page
    assert "Cookie" in answer.headers["Vary"]


def test_an_old_cookie_is_nobody(client):
    client.cookies["sessionid"] = "x" * 32
    assert "For providers" in client.get("/about/").content.decode()


def templates_of(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from templates_of(pattern)
        elif view := getattr(pattern.callback, "view_class", None):
            yield getattr(view, "template_name", None)


def test_every_page_of_an_account_is_drawn_by_this_site():
    ours = str(settings.BASE_DIR / "templates")
    names = {name for name in templates_of(get_resolver()) if name}
    pages = {name for name in names if name.startswith(("account/", "mfa/", "usersessions/"))}
    # Codes are no way to sign in here, and a list of codes is a list of codes.
    excused = {"account/confirm_login_code.html", "mfa/recovery_codes/download.txt"}
    assert len(pages) > 20
    foreign = {name for name in pages if not get_template(name).origin.name.startswith(ours)}
    assert foreign == excused


FIELDS = (
    *("login", "password", "password1", "password2", "oldpassword", "email", "code"),
    *("name", "next", "action", "credential", "understood", "action_add"),
)


@pytest.mark.parametrize("value", ["", "x" * 20_000, "\0", "💉" * 1000, "' OR 1=1 --"])
@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "signed out"])
def test_no_form_of_an_account_breaks(client, value, is_signed_in):
    if is_signed_in:
        confirmed(client, cast.stranger())
    paths = [path for path in addresses(get_resolver().url_patterns) if path.startswith("account/")]
    assert len(paths) > 25
    for path in paths:
        if path not in ("account/logout/", "account/delete/") and "<" not in path:
            for answer in (
                client.post(f"/{path}", dict.fromkeys(FIELDS, value)),
                client.get(f"/{path}", {"next": value, "email": value}),
            ):
                let_go(answer)
                assert answer.status_code < 500, path

"""Which mailbox proves which website: real attempts at looking like the listing's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.actions.web_domains import host_of, mail_domain, registrable


@pytest.mark.parametrize(
    ("website", "name"),
    [
        ("https://clinic.com", "clinic.com"),
        ("https://WWW.Clinic.COM:8443/a?b#c", "clinic.com"),
        ("https://ketamine.health.clinic.co.uk/", "clinic.co.uk"),
        ("https://user:pw@clinic.com@evil.com/", "evil.com"),
        ("https://clinic.com.evil.com/", "evil.com"),
        ("https://a.b.kyoto.jp", "b.kyoto.jp"),
        ("https://www.münchen-klinik.de", "xn--mnchen-klinik-wob.de"),
        ("https://xn--mnchen-klinik-wob.de", "xn--mnchen-klinik-wob.de"),
        ("https://clinic.com./", "clinic.com"),
        ("https://ＣＬＩＮＩＣ.com", "clinic.com"),
    ],
)
def test_the_registrable_domain_of_a_website(website, name):
    assert mail_domain(website).name == name


@pytest.mark.parametrize(
    ("website", "why"),
    [
        ("", "names no website"),
        ("https://", "no domain of its own"),
        ("https://[::1", "no domain of its own"),
        ("https://192.0.2.7/clinic", "no domain of its own"),
        ("https://[2001:db8::1]/", "no domain of its own"),
        ("https://localhost", "no domain of its own"),
        ("https://co.uk", "no domain of its own"),
        ("https://github.io", "no domain of its own"),
        ("https://straße-klinik.de", "no domain of its own"),
        ("https://" + "a" * 300 + ".com", "no domain of its own"),
        ("https://clinic.github.io", "many share"),
        ("https://clinic.wixsite.com/home", "many share"),
        ("https://www.facebook.com/clinic", "many share"),
        ("https://sites.google.com/view/clinic", "many share"),
        ("https://clinic.wordpress.com", "many share"),
        ("https://clinic.squarespace.com", "many share"),
        ("https://gmail.com", "Anybody can have an address"),
        ("https://home.comcast.net/~clinic", "Anybody can have an address"),
        ("https://www.yahoo.co.uk/clinic", "Anybody can have an address"),
    ],
)
def test_websites_whose_mail_proves_nothing(website, why):
    domain = mail_domain(website)
    assert domain.name == ""
    assert why in domain.why_not


@given(st.text(max_size=300))
def test_nothing_that_is_typed_makes_it_fall_over(text):
    domain = mail_domain(f"https://{text}")
    assert bool(domain.name) != bool(domain.why_not)
    assert registrable(host_of(text)) == registrable(host_of(text)).strip()

"""Whose mail proves control of a website: registrable domains, compared as the mail system compares them."""

from __future__ import annotations

import ipaddress
import unicodedata
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from publicsuffixlist import PublicSuffixList

LONGEST_HOST = 253

# Where anybody can have an address: mail services, and internet providers with their customers' mail.
FREE_MAIL = frozenset({
    "aim.com", "aol.com", "att.net", "bellsouth.net", "cableone.net", "centurylink.net", "charter.net",
    "comcast.net", "cox.net", "duck.com", "earthlink.net", "email.com", "fastmail.com", "fastmail.fm",
    "frontier.com", "frontiernet.net", "gmail.com", "googlemail.com", "hey.com", "hushmail.com",
    "icloud.com", "inbox.com", "juno.com", "live.com", "mac.com", "mail.com", "mail.ru", "mailfence.com",
    "mailinator.com", "me.com", "mindspring.com", "msn.com", "myfairpoint.net", "netscape.net",
    "netzero.net", "optimum.net", "optonline.net", "passport.com", "pm.me", "posteo.de", "proton.me",
    "protonmail.ch", "protonmail.com", "ptd.net", "q.com", "qq.com", "rediffmail.com", "roadrunner.com",
    "rocketmail.com", "rr.com", "runbox.com", "sbcglobal.net", "spectrum.net", "startmail.com",
    "suddenlink.net", "t-online.de", "tds.net", "tuta.com", "tuta.io", "tutamail.com", "tutanota.com",
    "twc.com", "usa.com", "usa.net", "verizon.net", "web.de", "windstream.net", "wowway.com", "ymail.com",
    "zoho.com", "zohomail.com", "163.com", "126.com",
})  # fmt: skip
FREE_MAIL_FAMILIES = frozenset({"gmail", "gmx", "googlemail", "hotmail", "outlook", "yahoo", "yandex"})

# Where many practices have a page and none of them the mail. Sites on the public-suffix list need no entry.
SHARED_SITES = frozenset({
    "alignable.com", "alma.com", "bing.com", "blogspot.com", "business.site", "carrd.co", "clickfunnels.com",
    "doctolib.com", "facebook.com", "fb.com", "findatopdoc.com", "findtreatment.gov", "godaddysites.com",
    "goodtherapy.org", "google.com", "headway.co", "healthgrades.com", "hubspotpagebuilder.com",
    "instagram.com", "janeapp.com", "jimdosite.com", "linkedin.com", "linktr.ee", "mystrikingly.com",
    "npidb.org", "npino.com", "patientpop.com", "psychologytoday.com", "samhsa.gov", "sharecare.com",
    "simplepractice.com", "squarespace.com", "squareup.com", "substack.com", "therapyden.com",
    "therapyportal.com", "tiktok.com", "twitter.com", "vitals.com", "webflow.io", "webmd.com", "weebly.com",
    "wix.com", "wixsite.com", "wordpress.com", "x.com", "yelp.com", "youtube.com", "zocdoc.com",
})  # fmt: skip


@dataclass(frozen=True)
class MailDomain:
    """The domain whose mail proves control of a website; without one, why_not is a sentence."""

    name: str = ""
    why_not: str = ""


def mail_domain(website: str) -> MailDomain:
    """website: as it is published, never as somebody proposes it."""
    if not website:
        return MailDomain(why_not=_("The listing names no website."))
    host = host_of(website)
    name = registrable(host)
    if not name:
        return MailDomain(why_not=_("The listed website has no domain of its own."))
    if is_free_mail(name):
        return MailDomain(why_not=_("Anybody can have an address at %s, the listed website.") % name)
    if is_shared(host):
        return MailDomain(why_not=_("The listed website is a page at %s, which many share.") % name)
    return MailDomain(name=name)


def host_of(address: str) -> str:
    """The host that a browser would ask, in ASCII; "" where there is none."""
    try:
        return ascii_host(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def ascii_host(host: str) -> str:
    """As it is looked up; "" for a name that two rules for other alphabets spell differently ("ß")."""
    host = host.rstrip(".").lower()
    if not host or len(host) > LONGEST_HOST:
        return ""
    try:
        coded = host.encode("idna").decode("ascii")
        plain = coded.encode("ascii").decode("idna")
    except UnicodeError:
        return ""
    return coded if host.isascii() or plain == unicodedata.normalize("NFKC", host) else ""


def registrable(host: str) -> str:
    """ "example.co.uk" of "www.example.co.uk"; "" of an IP address and of a public suffix itself."""
    if not host or _is_number(host):
        return ""
    return str(_suffixes().privatesuffix(host) or "")


def is_free_mail(name: str) -> bool:
    return name in FREE_MAIL or name.split(".")[0] in FREE_MAIL_FAMILIES


def is_shared(host: str) -> bool:
    """A customer's page under a domain that belongs to the company that keeps it."""
    owner = _registries().privatesuffix(host)
    return owner in SHARED_SITES or owner != _suffixes().privatesuffix(host)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.replace(".", "").isdigit()
    return True


@cache
def _suffixes() -> PublicSuffixList:
    """With the suffixes that companies lend out (github.io); read from the package once."""
    return PublicSuffixList()


@cache
def _registries() -> PublicSuffixList:
    """Only those of the registries (com, co.uk)."""
    return PublicSuffixList(only_icann=True)

"""What base.html cannot say by itself: text used twice, and this page's address in another language."""

from functools import lru_cache
from typing import Any

from django.core.exceptions import DisallowedHost
from django.template import Context, Library
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = Library()


MAIN_PAGES = {
    "home": _("Find a provider"),
    "questions": _("Questions to ask"),
    "guide": _("Guide"),
    "regions": _("Browse by state"),
    "about": _("About"),
}


@register.simple_tag
def main_pages() -> list[dict[str, str]]:
    """The navigation, in the active language."""
    return _main_pages(get_language() or "en")


@lru_cache(maxsize=8)
def _main_pages(language: str) -> list[dict[str, str]]:
    return [{"address": reverse(name), "label": str(label)} for name, label in MAIN_PAGES.items()]


@register.simple_block_tag
def gather(content: SafeString) -> SafeString:
    """What is between the tags, escaped already, for `as name`: the title stands in two places."""
    return type(content)(content.strip())


@register.simple_tag(takes_context=True)
def here_in(context: Context, language: str) -> str:
    """This page's address in that language; the home page's where there is no request to go by."""
    request: Any = context.get("request")
    return translate_url(request.get_full_path() if request else "/", language)


@register.simple_tag(takes_context=True)
def absolute(context: Context, address: str) -> str:
    """The address with scheme and host, if they are known and ours; it stays marked as escaped if it was."""
    request: Any = context.get("request")
    try:
        return type(address)(request.build_absolute_uri(address)) if request else address
    except DisallowedHost:
        return address

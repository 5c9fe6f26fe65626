"""Languages as a clinic types them: a name or a BCP 47 tag becomes a tag."""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from providers.shown.access import language_name

SHAPE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
# The languages most spoken in US homes (Census Bureau, ACS 2017-2021), and American Sign Language.
COMMON = (
    *("am", "ar", "ase", "bn", "de", "el", "es", "fa", "fr", "gu", "he", "hi", "hmn", "ht", "hy", "it"),
    *("ja", "km", "ko", "lo", "ml", "my", "ne", "nv", "pa", "pl", "ps", "pt", "ro", "ru", "sm", "so"),
    *("sr", "sw", "ta", "te", "th", "ti", "tl", "uk", "ur", "vi", "yi", "yue", "zh"),
)
# Those that registers name, and all that have a name here.
NAMED = (*(tag for tag in LANG_INFO if "-" not in tag), "oj", "ypk", *COMMON)


@lru_cache(maxsize=8)
def _names(language: str) -> dict[str, str]:
    """Tags by name in small letters, in the reader's language."""
    return {language_name(tag).casefold(): tag for tag in NAMED}


def offered() -> list[str]:
    """The names, in order, for a list of suggestions."""
    return sorted(language_name(tag) for tag in COMMON)


def shown(tag: str) -> str:
    """The name where it leads back to this very tag: what a form shows must come back as it was."""
    name = language_name(tag)
    return name if tag_of(name) == tag else tag


def tag_of(typed: str) -> str:
    """ "" for what is neither a known name nor the shape of a tag."""
    found = _names(get_language() or "en").get(typed.strip().casefold())
    if found:
        return found
    language, *rest = typed.strip().split("-")
    tag = "-".join([language.lower(), *rest])
    is_code = bool(rest) or (len(language) <= 3 and language.isascii())
    return tag if is_code and len(tag) <= 20 and SHAPE.fullmatch(tag) else ""


def refusal() -> str:
    return _("We do not know this language. Choose one from the list, or give its code, like “yue”.")

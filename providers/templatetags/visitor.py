"""Who is looking: asked only of those who bring a session, so that patients' pages stay without one."""

import re
from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.utils.translation import gettext as _

register = Library()

# In this order: each of them also names those that come later.
BROWSERS = {
    r"Edg(e|A|iOS)?/": "Edge",
    r"OPR/": "Opera",
    r"Firefox/|FxiOS/": "Firefox",
    r"SamsungBrowser/": "Samsung Internet",
    r"Chrome/|CriOS/": "Chrome",
    r"Safari/": "Safari",
}
SYSTEMS = {
    r"iPhone": "iPhone",
    r"iPad": "iPad",
    r"Android": "Android",
    r"CrOS": "Chromebook",
    r"Windows": "Windows",
    r"Mac OS X|Macintosh": "Mac",
    r"Linux": "Linux",
}


@register.simple_tag(takes_context=True)
def signed_in(context: Context) -> bool:
    """Without a session's cookie nothing is looked up, and the answer does not vary by cookie."""
    request: Any = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    person = getattr(request, "user", None)
    return person is not None and person.is_authenticated


@register.filter
def browser(user_agent: str) -> str:
    """ "Firefox, Windows", as far as it can be told."""
    name, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    return ", ".join(filter(None, [name, system])) or _("Unknown browser")


def _first(patterns: dict[str, str], text: str) -> str:
    return next((name for pattern, name in patterns.items() if re.search(pattern, text)), "")

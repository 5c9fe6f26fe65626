"""A page's form as a browser would send it back: read from the HTML, not from the form object."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Collects what is in the form of class "editing-form"."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.is_inside = False
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = "editing-form" in of.get("class", "")
        if not self.is_inside:
            return
        if tag == "input" and of.get("name") and self._is_sent(of):
            self._add(of["name"], of.get("value", "on" if of.get("type") == "checkbox" else ""))
        elif tag == "select":
            self.select = of["name"]
        elif tag == "option" and self.select and "selected" in of:
            self._add(self.select, of.get("value", ""))
        elif tag == "textarea":
            self.textarea = of["name"]
            self._add(self.textarea, "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.found[self.textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.found[self.textarea][-1] = self.found[self.textarea][-1].removeprefix("\n")
            self.textarea = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.is_inside = False

    def _is_sent(self, of: dict[str, str]) -> bool:
        return of.get("type") not in ("radio", "checkbox", "submit") or "checked" in of

    def _add(self, name: str, value: str) -> None:
        self.found.setdefault(name, []).append(value)


def form_of(page: Any, **typed: Any) -> dict[str, Any]:
    """What the page's form holds, with these fields typed over; None: not sent."""
    reader = _Fields()
    reader.feed(page.content.decode())
    data: dict[str, Any] = {**reader.found, **typed}
    data.pop("csrfmiddlewaretoken", None)
    return {name: value for name, value in data.items() if value is not None}


def text_of(page: Any) -> str:
    """The words of a page, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))

"""One person at a real browser: where they go, and everything that their pages complained about."""

import re
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
STATUS_LINE = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")


class Visitor:
    """Asks for nothing from elsewhere, sees no console error and no refusal by the security policy.

    A page that is meant to be 404 or 422 is opened with that status; any other is a complaint.
    """

    def __init__(self, browser: Browser, site: str, size: dict[str, int], **context: Any) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.expected = {200}
        self.context = browser.new_context(base_url=site, viewport=size, **context)
        self.context.set_default_timeout(10_000)
        self.context.on("request", self._see_request)
        self.context.on("console", self._see_message)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self.context.new_page()

    def go(self, path: str, status: int = 200) -> Response:
        self.expected.add(status)
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path} is {response.status}, not {status}"
        return response

    def leave(self) -> None:
        self.context.close()
        assert self.complaints == []

    def _see_request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:", "about:", "chrome")):
            self.complaints.append(f"asked another host for {request.url}")

    def _see_message(self, message: ConsoleMessage) -> None:
        status = STATUS_LINE.match(message.text)
        if status and int(status[1]) in self.expected:
            return
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({self.page.url})")

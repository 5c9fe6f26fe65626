"""A FindTreatment.gov that runs here: the real shape, made-up facilities, and faults on demand."""

import json
from collections.abc import Callable
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

PATH = "/locator/listing"
PENSACOLA = ("30.4213", "-87.2169")


def services(**names: str) -> list[dict[str, str]]:
    """TAP="Ketamine infusion therapy; Group therapy" and so on, by category code."""
    return [{"f1": f"Category {code}", "f2": code, "f3": text} for code, text in names.items()]


def facility(number: int = 1, **over: Any) -> dict[str, Any]:
    return {
        "_irow": number,
        "frid": f"{number:064x}",
        "name1": f"Cypress Clinic {number}",
        "name2": "",
        "street1": f"{number} Cypress Street",
        "street2": "",
        "city": "Pensacola",
        "state": "FL",
        "zip": "32501",
        "phone": f"850-555-{100 + number % 100:04}",
        "typeFacility": "MH",
        "intake1": None,
        "hotline1": None,
        "website": "http://www.example.org",
        "latitude": PENSACOLA[0],
        "longitude": PENSACOLA[1],
        "miles": 0.24,
        "services": services(TAP="Ketamine infusion therapy", AGE="Adults"),
        **over,
    }


def page_of(rows: list[Any], page: int, size: int) -> dict[str, Any]:
    pages = -(-len(rows) // size)
    part = rows[(page - 1) * size : page * size]
    return {"locations": {"page": page, "totalPages": pages, "recordCount": len(rows), "rows": part}}


class FakeService:
    """faults: for the n-th request (from 1), what is answered in place of the page."""

    def __init__(self, server: HTTPServer, rows: list[Any]) -> None:
        self.rows, self.asked, self.agents = rows, [], set()
        self.faults: dict[int, Response | Callable[[], Response]] = {}
        server.expect_request(PATH).respond_with_handler(self.answer)
        self.address = server.url_for(PATH) + "?sAddr=39.8,-98.6&limitType=2"

    def answer(self, request: Request) -> Response:
        page, size = int(request.args["page"]), int(request.args["pageSize"])
        assert request.args["sAddr"] == "39.8,-98.6"
        self.asked.append(page)
        self.agents.add(request.headers["User-Agent"])
        fault = self.faults.get(len(self.asked))
        if fault is not None:
            return fault() if callable(fault) and not isinstance(fault, Response) else fault
        return as_json(page_of(self.rows, page, size))


def as_json(body: Any, status: int = 200, **headers: str) -> Response:
    return Response(json.dumps(body), status, headers, content_type="application/json")

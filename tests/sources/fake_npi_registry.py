"""An NPI Registry that runs here: the shapes of its real answers, made-up people, and faults on demand."""

import json
from collections.abc import Callable
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

PATH = "/api/"
PERSON, CLINIC, DEACTIVATED, UNKNOWN = "1234567893", "1245319599", "1689872012", "1407938061"


def address(**over: Any) -> dict[str, Any]:
    return {
        "country_code": "US",
        "country_name": "United States",
        "address_purpose": "LOCATION",
        "address_type": "DOM",
        "address_1": "12 CYPRESS ST",
        "address_2": "STE 200",
        "city": "PENSACOLA",
        "state": "FL",
        "postal_code": "325011234",
        "telephone_number": "850-555-0102",
        "fax_number": "850-555-0103",
        **over,
    }


def person(**over: Any) -> dict[str, Any]:
    """As newer captures have it: number and epochs are text, the epochs in thousandths of a second."""
    return {
        "created_epoch": "1148342400000",
        "enumeration_type": "NPI-1",
        "last_updated_epoch": "1688774400000",
        "number": PERSON,
        "addresses": [
            address(address_purpose="MAILING", address_1="PO BOX 9", city="TULSA", state="OK"),
            address(),
        ],
        "practiceLocations": [],
        "basic": {
            "first_name": "JUNE",
            "last_name": "ASHGROVE",
            "middle_name": "M",
            "credential": "M.D.",
            "sole_proprietor": "NO",
            "sex": "F",
            "enumeration_date": "2006-05-23",
            "last_updated": "2023-07-08",
            "status": "A",
            "name_prefix": "--",
            "name_suffix": "--",
        },
        "taxonomies": [
            {
                "code": "2084P0800X",
                "taxonomy_group": "",
                "desc": "Psychiatry & Neurology, Psychiatry",
                "state": "FL",
                "license": "ME12345",
                "primary": True,
            }
        ],
        "identifiers": [],
        "endpoints": [],
        "other_names": [
            {"type": "Former Name", "code": "1", "first_name": "JUNE", "last_name": "DUNMORE"},
        ],
        **over,
    }


def older_person() -> dict[str, Any]:
    """As older captures have it: number and epochs are integers, the epochs in seconds, no dates."""
    given = person(number=int(PERSON), created_epoch=1148342400, last_updated_epoch=1688774400)
    given["basic"] = {**given["basic"], "gender": "F", "name": "ASHGROVE JUNE", "sex": None}
    del given["basic"]["enumeration_date"], given["basic"]["last_updated"], given["practiceLocations"]
    return given


def clinic() -> dict[str, Any]:
    return {
        **person(number=CLINIC, enumeration_type="NPI-2"),
        "basic": {
            "organization_name": "BIRCH HILL CLINIC, LLC",
            "organizational_subpart": "NO",
            "enumeration_date": "2010-01-02",
            "last_updated": "2020-03-04",
            "certification_date": "2020-03-04",
            "status": "A",
            "authorized_official_credential": "MBA",
            "authorized_official_first_name": "OTIS",
            "authorized_official_last_name": "COTTERELL",
            "authorized_official_telephone_number": "3035550199",
            "authorized_official_title_or_position": "OWNER",
        },
        "taxonomies": [
            {"code": "261QM0850X", "desc": "Clinic/Center", "state": None, "license": None, "primary": True}
        ],
        "other_names": [
            {"type": "Doing Business As", "code": "3", "organization_name": "BIRCH HILL"},
        ],
    }


def found(*results: dict[str, Any]) -> dict[str, Any]:
    return {"result_count": len(results), "results": list(results)}


def out_of_service(npi: str = DEACTIVATED) -> dict[str, Any]:
    words = (
        f"CMS deactivated NPI {npi}. The provider can no longer use this NPI. Our public registry does not "
        "display provider information about NPIs that are not in service."
    )
    return {"Errors": [{"description": words, "field": "number", "number": "15"}]}


def no_criteria() -> dict[str, Any]:
    return {"Errors": [{"description": "No valid search criteria", "field": "number", "number": "04"}]}


class FakeRegistry:
    """faults: for the n-th request (from 1), what is answered in place of the record."""

    def __init__(self, server: HTTPServer) -> None:
        self.records = {PERSON: found(person()), CLINIC: found(clinic()), DEACTIVATED: out_of_service()}
        self.asked: list[str] = []
        self.faults: dict[int, Response | Callable[[], Response]] = {}
        server.expect_request(PATH).respond_with_handler(self.answer)
        self.address = server.url_for(PATH)

    def answer(self, request: Request) -> Response:
        assert request.args["version"] == "2.1"
        self.asked.append(request.args["number"])
        fault = self.faults.get(len(self.asked))
        if fault is not None:
            return fault() if callable(fault) and not isinstance(fault, Response) else fault
        return as_json(self.records.get(self.asked[-1], found()))


def as_json(body: Any, status: int = 200, **headers: str) -> Response:
    return Response(json.dumps(body), status, headers, content_type="application/json")

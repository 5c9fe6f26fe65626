"""Writes a made-up NPPES file in the register's real layout of 330 quoted columns, at any size."""

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

FIRST = [
    "JUNE",
    "OTIS",
    "MARA",
    "DEL",
    "INEZ",
    "CORA",
    "THEO",
    "ANSEL",
    "PILAR",
    "WREN",
    "BRAM",
    "ODILE",
    "JOSÉ",
    "TOVA",
    "EZRA",
    "LUZ",
]
LAST = [
    "ASHGROVE",
    "BIRCHALL",
    "COTTERELL",
    "DUNMORE",
    "EASTVALE",
    "FENWAY",
    "GOLDRICK",
    "HOLLINS",
    "IRONSIDE",
    "LARKWELL",
    "PEÑARROYA",
]
STREETS = ["CYPRESS ST", "OLD MILL RD", "HARBOR AVE", "COUNTY ROAD 12", "LANTERN WAY", "QUARRY LN"]
CITIES = (
    ("PENSACOLA", "FL", "32501"),
    ("DENVER", "CO", "80202"),
    ("TULSA", "OK", "74103"),
    ("OMAHA", "NE", "68102"),
)
CREDENTIALS = ("MD", "M.D.", "DO", "PMHNP-BC", "CRNA", "PA-C", "LCSW", "", "", "")
CODES = ("2084P0800X", "207L00000X", "363LP0808X", "367500000X", "363A00000X", "207Q00000X", "1041C0700X")
ORGANIZATION_CODES = ("261QM0850X", "261QM0801X", "261QI0500X")
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def columns(*, layout: int = 330) -> list[str]:
    """The register's own names, in its order; 329 is the layout of 2018."""
    names = """NPI|Entity Type Code|Replacement NPI|Employer Identification Number (EIN)
Provider Organization Name (Legal Business Name)|Provider Last Name (Legal Name)|Provider First Name
Provider Middle Name|Provider Name Prefix Text|Provider Name Suffix Text|Provider Credential Text
Provider Other Organization Name|Provider Other Organization Name Type Code|Provider Other Last Name
Provider Other First Name|Provider Other Middle Name|Provider Other Name Prefix Text
Provider Other Name Suffix Text|Provider Other Credential Text|Provider Other Last Name Type Code"""
    found = names.replace("\n", "|").split("|")
    for kind in ("Mailing", "Practice Location"):
        found += [f"Provider {line} Line Business {kind} Address" for line in ("First", "Second")]
        found += [
            f"Provider Business {kind} Address {part}"
            for part in (
                "City Name",
                "State Name",
                "Postal Code",
                "Country Code (If outside U.S.)",
                "Telephone Number",
                "Fax Number",
            )
        ]
    found += ["Provider Enumeration Date", "Last Update Date", "NPI Deactivation Reason Code"]
    found += ["NPI Deactivation Date", "NPI Reactivation Date"]
    found += ["Provider Sex Code" if layout == 330 else "Provider Gender Code"]
    found += [f"Authorized Official {part}" for part in ("Last Name", "First Name", "Middle Name")]
    found += ["Authorized Official Title or Position", "Authorized Official Telephone Number"]
    for number in range(1, 16):
        found += [f"Healthcare Provider Taxonomy Code_{number}", f"Provider License Number_{number}"]
        found += [f"Provider License Number State Code_{number}"]
        found += [f"Healthcare Provider Primary Taxonomy Switch_{number}"]
    for number in range(1, 51):
        found += [
            f"Other Provider Identifier{part}_{number}" for part in ("", " Type Code", " State", " Issuer")
        ]
    found += ["Is Sole Proprietor", "Is Organization Subpart", "Parent Organization LBN"]
    found += ["Parent Organization TIN", "Authorized Official Name Prefix Text"]
    found += ["Authorized Official Name Suffix Text", "Authorized Official Credential Text"]
    found += [f"Healthcare Provider Taxonomy Group_{number}" for number in range(1, 16)]
    return [*found, "Certification Date"] if layout == 330 else found


def npi(number: int) -> str:
    """The number-th NPI with a right check digit (Luhn over 80840 and the nine digits)."""
    nine = f"{100_000_000 + number:09}"
    doubled = sum(int(digit) * 2 - 9 * (digit > "4") for digit in nine[::2])
    return f"{nine}{-(24 + doubled + sum(map(int, nine[1::2]))) % 10}"


def row(number: int, luck: random.Random) -> dict[str, str]:
    """Four in five are people, one in forty is deactivated, one in sixty has a quotation mark in a name."""
    cells = {"NPI": npi(number)}
    if luck.random() < 0.025:
        return {**cells, "NPI Deactivation Date": f"0{luck.randint(1, 9)}/15/2019"}
    cells |= _dates(luck) | _addresses(luck)
    return cells | (_person(luck) if luck.random() < 0.8 else _organization(luck))


def _dates(luck: random.Random) -> dict[str, str]:
    born, changed = luck.randint(2006, 2023), luck.randint(2023, 2025)
    return {
        "Provider Enumeration Date": f"{luck.randint(1, 12):02}/{luck.randint(1, 28):02}/{born}",
        "Last Update Date": f"{luck.randint(1, 12):02}/{luck.randint(1, 28):02}/{changed}",
        "Certification Date": f"{luck.randint(1, 12):02}/{luck.randint(1, 28):02}/{changed}",
    }


def _addresses(luck: random.Random) -> dict[str, str]:
    cells = {}
    for kind in ("Mailing", "Practice Location"):
        city, state, code = luck.choice(CITIES)
        prefix = f"Provider Business {kind} Address"
        cells[f"Provider First Line Business {kind} Address"] = (
            f"{luck.randint(1, 9999)} {luck.choice(STREETS)}"
        )
        cells[f"Provider Second Line Business {kind} Address"] = luck.choice(("", "", "STE 200"))
        cells |= {f"{prefix} City Name": city, f"{prefix} State Name": state}
        cells[f"{prefix} Postal Code"] = code + luck.choice(("", f"{luck.randint(0, 9999):04}"))
        cells[f"{prefix} Country Code (If outside U.S.)"] = "US"
        cells[f"{prefix} Telephone Number"] = f"850555{luck.randint(0, 9999):04}"
    return cells


def _person(luck: random.Random) -> dict[str, str]:
    cells = {
        "Entity Type Code": "1",
        "Provider Last Name (Legal Name)": luck.choice(LAST),
        "Provider First Name": luck.choice(FIRST),
        "Provider Middle Name": luck.choice(("", luck.choice(FIRST))),
        "Provider Credential Text": luck.choice(CREDENTIALS),
        "Provider Sex Code": luck.choice("MF"),
        "Is Sole Proprietor": luck.choice("NYX"),
    }
    if luck.random() < 0.08:
        cells |= {"Provider Other Last Name": luck.choice(LAST), "Provider Other Last Name Type Code": "1"}
    return cells | _taxonomies(luck, CODES)


def _organization(luck: random.Random) -> dict[str, str]:
    quoted = '"BY THE LAKE" ' if luck.random() < 0.08 else ""
    return {
        "Entity Type Code": "2",
        "Employer Identification Number (EIN)": "<UNAVAIL>",
        "Provider Organization Name (Legal Business Name)": f"{luck.choice(LAST)} {quoted}CLINIC, LLC",
        "Authorized Official Last Name": luck.choice(LAST),
        "Authorized Official First Name": luck.choice(FIRST),
        "Authorized Official Title or Position": "OWNER",
        "Authorized Official Telephone Number": f"850555{luck.randint(0, 9999):04}",
        "Is Organization Subpart": "N",
    } | _taxonomies(luck, ORGANIZATION_CODES)


def _taxonomies(luck: random.Random, codes: tuple[str, ...]) -> dict[str, str]:
    cells = {}
    for number in range(1, 1 + min(15, int(luck.expovariate(1.2)) + 1)):
        cells[f"Healthcare Provider Taxonomy Code_{number}"] = luck.choice(codes)
        cells[f"Provider License Number_{number}"] = luck.choice(
            (f"ME{luck.randint(1000, 99999)}", "$$$$$$$$$")
        )
        cells[f"Provider License Number State Code_{number}"] = luck.choice(CITIES)[1]
        cells[f"Healthcare Provider Primary Taxonomy Switch_{number}"] = "Y" if number == 1 else "N"
        if luck.random() < 0.2:
            cells[f"Other Provider Identifier_{number}"] = str(luck.randint(10**6, 10**9))
            cells[f"Other Provider Identifier Type Code_{number}"] = "05"
    return cells


def lines(count: int, *, seed: int = 1, first: int = 0) -> Iterator[bytes]:
    """The header and count rows, in no order of their numbers, as the register's are."""
    names, luck = columns(), random.Random(seed)
    yield quoted(names)
    places = {name: place for place, name in enumerate(names)}
    for number in range(count):
        cells = [""] * len(names)
        for name, value in row(first + (number * 7_919) % count, luck).items():
            cells[places[name]] = value
        yield quoted(cells)


def quoted(cells: list[str]) -> bytes:
    return ('"' + '","'.join(cell.replace('"', '""') for cell in cells) + '"\n').encode()


def write_csv(path: Path, count: int, *, seed: int = 1, first: int = 0) -> None:
    with path.open("wb") as out:
        _write(out, count, seed, first)


def write_zip(path: Path, member: str, count: int, *, seed: int = 1, first: int = 0) -> None:
    """As the register packs it: the rows, and beside them a file that has only the header."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        packed.writestr(f"{member.removesuffix('.csv')}_fileheader.csv", quoted(columns()))
        entry = zipfile.ZipInfo(member, ZIP_DAY)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with packed.open(entry, "w", force_zip64=True) as out:
            _write(out, count, seed, first)


def _write(out: IO[bytes], count: int, seed: int, first: int) -> None:
    for line in lines(count, seed=seed, first=first):
        out.write(line)

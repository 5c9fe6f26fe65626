"""Invented names: clinics, people and streets, put together from common words so that none is meant."""

from __future__ import annotations

from typing import Final

from providers.models.identifiers import is_npi

from .dice import Dice

FIRST: Final = (
    "Alder", "Amber", "Aspen", "Birch", "Blue Heron", "Bright Water", "Canyon", "Cedar", "Clear Brook",
    "Copper", "Cottonwood", "Cypress", "Eastwind", "Elm", "Evergreen", "Fern", "Fieldstone", "Fox Hollow",
    "Granite", "Gray Owl", "Harbor", "Hawthorn", "Hazel", "High Meadow", "Hillside", "Indigo", "Ironwood",
    "Juniper", "Kestrel", "Lakeside", "Lantern", "Larkspur", "Laurel", "Linden", "Long Prairie", "Magnolia",
    "Maple", "Marigold", "Mesa", "Mill Creek", "Moss", "North Ridge", "Oak Hollow", "Orchard", "Osprey",
    "Palmetto", "Pine Barn", "Quiet River", "Red Clay", "Rosewood", "Sage", "Sandstone", "Silver Birch",
    "South Fork", "Spruce", "Stillwater", "Stone Bridge", "Sumac", "Swift Creek", "Sycamore", "Tamarack",
    "Thistle", "Tidewater", "Twin Rivers", "Upland", "Valley Oak", "Walnut", "Westbrook", "White Pine",
    "Willow", "Winding Trail", "Wren",
)  # fmt: skip

SECOND: Final[dict[str, tuple[str, ...]]] = {
    "clinic": (
        "Ketamine Clinic", "Infusion Center", "Ketamine and Wellness", "Mood Clinic", "Infusion Clinic",
        "Interventional Psychiatry", "Psychiatry Group", "Mental Health Center", "Ketamine Care",
    ),
    "solo_practice": ("Psychiatry", "Psychiatric Care", "Anesthesia Practice", "Medical Practice"),
    "hospital_department": ("Hospital Mood Program", "Medical Center Psychiatry", "Hospital Day Clinic"),
    "telehealth_company": ("Telehealth", "Online Care", "Remote Psychiatry", "Home Care Program"),
    "mobile_service": ("Mobile Infusion", "House Call Medicine", "Mobile Ketamine Care"),
}  # fmt: skip

GIVEN: Final = (
    "Abigail", "Adrian", "Alicia", "Amara", "Andre", "Anika", "Beatriz", "Benjamin", "Camila", "Carlos",
    "Celeste", "Claire", "Dalia", "Daniel", "Denise", "Dmitri", "Elena", "Elias", "Emeka", "Esther",
    "Farah", "Felix", "Gabriela", "Gideon", "Grace", "Hana", "Hector", "Imani", "Isaac", "Ivy", "Jamal",
    "Joanna", "Jonas", "Kai", "Kavita", "Lena", "Leon", "Lucia", "Malik", "Marcus", "Mei", "Miriam",
    "Nadia", "Nathan", "Noor", "Olivia", "Omar", "Paloma", "Priya", "Quentin", "Rafael", "Renee", "Rosa",
    "Samir", "Sofia", "Stefan", "Tamika", "Tomas", "Uma", "Victor", "Wendell", "Ximena", "Yusuf", "Zoe",
)  # fmt: skip

FAMILY: Final = (
    "Abernook", "Aldersmith", "Ambergast", "Ashwater", "Barleycott", "Bellhaven", "Birchfield", "Bramwick",
    "Brightmoor", "Cairnfold", "Castellar", "Cloverdon", "Coldbrook", "Copperly", "Dalewright", "Delmonde",
    "Drumlark", "Eastmarch", "Elderbourne", "Fairweld", "Fennimark", "Finchwood", "Foxglen", "Gladhurst",
    "Goldmere", "Greywether", "Halloway", "Hartspring", "Hazelrigg", "Highcastle", "Ironfield", "Ivarsund",
    "Juniperro", "Kettleborn", "Kingsmoor", "Larkvale", "Lindqvale", "Lorimont", "Maplethorpe", "Marrowin",
    "Meadowcroft", "Millbrae", "Montesol", "Nightinghall", "Northgale", "Oakenfold", "Okorafield",
    "Pinecastle", "Quillmore", "Ravensby", "Riverton-Sol", "Rosenmarsh", "Saltmarsh", "Silverthwaite",
    "Stonebeck", "Sunderlake", "Tallgrass", "Thornquist", "Umberfield", "Valdesoto", "Waterhall",
    "Westerlund-Bay", "Whitlocke", "Yarrowdale", "Zamoravale",
)  # fmt: skip

STREETS: Final = tuple(
    f"{name} {way}"
    for name in (
        "Alder", "Bay", "Birch", "Cedar", "Center", "Cherry", "Church", "College", "Depot", "Elm", "Forest",
        "Garden", "Hill", "Lake", "Main", "Maple", "Meadow", "Mill", "North", "Oak", "Orchard", "Park",
        "Pine", "Prospect", "River", "School", "Spring", "Spruce", "Summit", "Union", "Walnut", "Water",
    )
    for way in ("Street", "Avenue", "Road", "Boulevard", "Lane")
)  # fmt: skip

NPI_FIRST, NPI_COUNT = 290_000_000, 9_000_000  # NPIs that begin with 2 are valid, and none has been given out


def slug_of(words: str) -> str:
    return words.lower().replace(" ", "-")


def clinic_name(dice: Dice, kind: str) -> str:
    return f"{dice.choice(FIRST)} {dice.choice(SECOND[kind])}"


def person_name(dice: Dice) -> str:
    return f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}"


def street(dice: Dice) -> str:
    return f"{dice.randrange(100, 9900)} {dice.choice(STREETS)}"


def npi(number: int) -> str:
    """A well-formed identifier that belongs to nobody. Repeats after nine million."""
    stem = str(NPI_FIRST + number % NPI_COUNT)
    return next(stem + digit for digit in "0123456789" if is_npi(stem + digit))

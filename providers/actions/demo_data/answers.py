"""What a fictional clinic answers to the questions, by their numbers; modest, and never a promise."""

from __future__ import annotations

import datetime
from typing import Final

from providers.models import Answer, Question

from .draft import Draft, clinic_says, document_says

WORDS: Final[dict[int, tuple[str, ...]]] = {
    1: (
        "The prescriber is named on this page with the license number; look it up at the state board.",
        "Our medical director prescribes. We send you the link to the board's register before you book.",
    ),
    2: (
        "Board-certified in psychiatry. A nurse anesthetist is on call for the anesthesia side.",
        "Certified in anesthesiology. Your own psychiatrist keeps charge of mood care.",
    ),
    3: (
        "About 240 people since 2019. PHQ-9 before each visit; about half now score half as high.",
        "Our program is two years old, with 60 patients so far. We score every visit with the PHQ-9.",
    ),
    4: (
        "A registered nurse stays in the room and watches one person at a time.",
        "A nurse sits in direct sight of two chairs and can give oxygen and call the prescriber in.",
    ),
    5: (
        "A prescriber sees you for an hour before you pay for any series.",
        "First a 45-minute video visit, paid for on its own. It can end with a no.",
    ),
    6: (
        "We wait if blood pressure is above 160/100, in pregnancy, and with active psychosis.",
        "High blood pressure, a recent heart attack, psychosis, pregnancy and bladder pain rule it out.",
    ),
    7: (
        "With your consent we call your psychiatrist before the first dose and send notes after the last.",
        "Your own clinician stays in charge of the plan. We send a letter after each course.",
    ),
    8: (
        "We go through medicines, talking therapy, TMS and ECT first, and say when we would choose those.",
        "If you have tried fewer than two antidepressants we usually advise doing that first.",
    ),
    9: (
        "We compare how exact the dose is, your time and the cost, and say what speaks against it.",
        "We offer one route only, and tell you where the others are offered.",
    ),
    10: (
        "Apart from Spravato this use is off-label. The consent form says so on its first page.",
        "Off-label, in writing, with a copy for you.",
    ),
    11: (
        "This page says which spray it is. Ask the REMS program whether this address is certified.",
        "We do not offer a nasal spray.",
    ),
    12: (
        "The pharmacy is licensed in this state; we give you its name and its test report when you ask.",
        "We use no compounded medicine.",
    ),
    13: (
        "Blood pressure before, every 15 minutes and after; oxygen the whole time.",
        "Blood pressure and oxygen before, at 40 minutes and before you leave.",
    ),
    14: (
        "Yes, one person with current ACLS training is in the building, with oxygen and an airway kit.",
        "Two staff members hold ACLS. The defibrillator is in the hall.",
    ),
    15: (
        "The nurse starts care, another person calls 911, and you go to the nearest emergency department.",
        "We practice the plan twice a year; the last time was this spring.",
    ),
    16: (
        "Your own room, and a friend may sit with you. Raise your hand and we stop.",
        "Chairs with screens between them. A companion may stay if there is room.",
    ),
    17: (
        "An hour, two for Spravato. The nurse checks you before you go. No driving until the next day.",
        "You leave when you can walk steadily and your blood pressure is near where it began.",
    ),
    18: (
        "A live video visit with a prescriber who is licensed where you live.",
        "We see you in person once, so that a change of the federal rule would not stop your care.",
    ),
    19: (
        "Four doses at a time. An adult is with you, and you measure blood pressure before and after.",
        "Nothing is sent home by this clinic.",
    ),
    20: (
        "We look at the score after the third and the last session, and stop if it has not moved.",
        "After four sessions we decide together. Two points on a scale are not enough to go on.",
    ),
    21: (
        "The longest gap that works, at most monthly, with questions on bladder and memory each time.",
        "Blood pressure and urine every six months. We end at one year unless we review it in person.",
    ),
    22: (
        "Not included. We know three therapists nearby, and you may keep your own.",
        "One talk before and one after the course are included; you need not take them.",
    ),
    23: (
        "The prescriber on call answers until 10 p.m.; after that call or text 988.",
        "The number on your sheet reaches a nurse. The plan you take home names 988 as well.",
    ),
    24: (
        "The list on this page is complete. You get the good-faith estimate within three business days.",
        "We give you the parts and the total in writing before you decide.",
    ),
    25: (
        "For Spravato we bill G2082 or G2083 and ask for approval. Other routes you pay yourself.",
        "We bill nothing to plans, and give you a superbill with the codes.",
    ),
    26: (
        "You pay for each session on its day.",
        "A series can be paid ahead. What was not used is refunded within 14 days, also if we close.",
    ),
    27: (
        "No license here has been limited. Write to the practice manager or to the state board.",
        "One license was under review in 2021 and was cleared. The complaint route is on this page.",
    ),
    28: (
        "One in three feels sick, one in ten has high blood pressure after. Four in ten do not improve.",
        "Nausea and a floating feeling are common. We count them, and we tell you the share who stop.",
    ),
}


class Questions:
    """The questions that exist, read once."""

    def __init__(self) -> None:
        rows = Question.objects.filter(is_active=True).order_by("number")
        self.known = [row for row in rows if row.number in WORDS]


def answer(draft: Draft, questions: Questions, provider: int, on: datetime.date) -> None:
    """From none to nearly all; a few of them backed by a document."""
    share = draft.dice.choice((0, 0.1, 0.25, 0.4, 0.6, 0.8, 0.95))
    for question in questions.known:
        if draft.dice.chance(share):
            draft.add(
                Answer(
                    provider_id=provider,
                    question_id=question.pk,
                    question_version=question.version,
                    text=draft.dice.choice(WORDS[question.number]),
                    **(document_says(on) if draft.dice.chance(0.08) else clinic_says(on)),
                )
            )

"""Which of the states' registers shows a credential."""

from __future__ import annotations

from providers.models import Credential, LicenceRegister
from providers.models.licence_register import BoardKind as B
from providers.models.vocabulary import Profession

BOARDS = {
    Profession.MD: [B.MEDICAL],
    Profession.DO: [B.OSTEOPATHIC, B.MEDICAL],
    Profession.PMHNP: [B.NURSING],
    Profession.NP: [B.NURSING],
    Profession.CRNA: [B.NURSING],
    Profession.RN: [B.NURSING],
    Profession.PA: [B.PHYSICIAN_ASSISTANT, B.MEDICAL],
    Profession.PHD: [B.PSYCHOLOGY],
    Profession.PSYD: [B.PSYCHOLOGY],
    Profession.LCSW: [B.SOCIAL_WORK],
    Profession.LPC: [B.COUNSELING],
    Profession.LMFT: [B.COUNSELING],
    Profession.PHARMD: [B.PHARMACY],
}


def registers_of(credential: Credential) -> list[LicenceRegister]:
    """The one that counts first; every register of the state where the profession has none of its own."""
    if not credential.state:
        return []
    rows = list(LicenceRegister.objects.filter(state=credential.state))
    person = credential.practitioner
    boards = BOARDS.get(Profession(person.profession), []) if person else []
    fitting = [row for board in boards for row in rows if row.board == board]
    return fitting or rows

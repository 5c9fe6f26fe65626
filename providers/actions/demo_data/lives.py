"""How far along a listing or a credential is: endless repetitions in which every state takes its turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import ListingStatus as S


@dataclass(frozen=True)
class Life:
    """confirmed: how many days ago the clinic last vouched, from and to; None is never."""

    status: str
    confirmed: tuple[int, int] | None
    has_twin: bool = False

    @property
    def is_unclaimed(self) -> bool:
        return self.confirmed is None


FRESH, AGEING, STALE = (0, 88), (92, 178), (182, 520)

LISTING_LIVES: Final = tuple(
    life
    for life, share in {
        Life(S.PUBLISHED, FRESH): 44,
        Life(S.PUBLISHED, AGEING): 14,
        Life(S.PUBLISHED, STALE): 8,
        Life(S.PUBLISHED, FRESH, has_twin=True): 2,
        Life(S.IMPORTED_UNCLAIMED, None): 15,
        Life(S.CLAIM_PENDING, None): 3,
        Life(S.TEMPORARILY_CLOSED, AGEING): 4,
        Life(S.CLOSED, STALE): 3,
        Life(S.SUSPENDED, AGEING): 2,
        Life(S.DRAFT, FRESH): 1,
        Life(S.CLAIMED_DRAFT, FRESH): 1,
        Life(S.PENDING_REVIEW, FRESH): 2,
        Life(S.REMOVED_BY_REQUEST, STALE): 1,
    }.items()
    for _copy in range(share)
)


@dataclass(frozen=True)
class CredentialLife:
    """Days before today of the check, and of the expiry (negative: still to come), each from and to."""

    status: str
    checked: tuple[int, int] | None = None
    expires: tuple[int, int] | None = (-700, -120)


CURRENT = CredentialLife(C.ACTIVE, (5, 85))
CLAIMED = CredentialLife(C.CLAIMED)

LICENCE_LIVES: Final = tuple(
    life
    for life, share in {
        CURRENT: 31,
        CredentialLife(C.ACTIVE, (5, 85), None): 3,
        CredentialLife(C.ACTIVE, (10, 85), (-88, -3)): 3,
        CredentialLife(C.EXPIRING, (10, 85), (-88, -3)): 3,
        CredentialLife(C.EXPIRED, (60, 115), (2, 50)): 4,
        CredentialLife(C.ACTIVE, (40, 110), (1, 20)): 2,
        CredentialLife(C.ACTIVE, (125, 300)): 4,
        CLAIMED: 5,
        CredentialLife(C.SOURCE_UNAVAILABLE, (3, 30)): 2,
        CredentialLife(C.SUSPENDED, (30, 100)): 1,
        CredentialLife(C.REVOKED, (30, 100)): 1,
        CredentialLife(C.INCOMPLETE): 1,
        CredentialLife(C.IDENTITY_MATCHED): 1,
        CredentialLife(C.SOURCE_REQUESTED): 1,
        CredentialLife(C.SOURCE_CHECKED, (3, 20)): 1,
        CredentialLife(C.DISCREPANCY, (5, 30)): 1,
        CredentialLife(C.PROVIDER_REPLY, (12, 40)): 1,
        CredentialLife(C.IN_REVIEW, (3, 20)): 1,
        CredentialLife(C.DENIED, (20, 60)): 1,
        CredentialLife(C.APPEAL, (20, 60)): 1,
        CredentialLife(C.WITHDRAWN): 1,
    }.items()
    for _copy in range(share)
)

_REVIEWED = (C.IDENTITY_MATCHED, C.SOURCE_REQUESTED, C.SOURCE_CHECKED, C.IN_REVIEW)
_DIFFERENT = (C.IDENTITY_MATCHED, C.SOURCE_REQUESTED, C.SOURCE_CHECKED, C.DISCREPANCY)

WAY_TO: Final[dict[str, tuple[str, ...]]] = {
    C.CLAIMED: (),
    C.INCOMPLETE: (C.INCOMPLETE,),
    C.IDENTITY_MATCHED: _REVIEWED[:1],
    C.SOURCE_REQUESTED: _REVIEWED[:2],
    C.SOURCE_UNAVAILABLE: (*_REVIEWED[:2], C.SOURCE_UNAVAILABLE),
    C.SOURCE_CHECKED: _REVIEWED[:3],
    C.DISCREPANCY: _DIFFERENT,
    C.PROVIDER_REPLY: (*_DIFFERENT, C.PROVIDER_REPLY),
    C.IN_REVIEW: _REVIEWED,
    C.DENIED: (*_REVIEWED, C.DENIED),
    C.APPEAL: (*_REVIEWED, C.DENIED, C.APPEAL),
    C.ACTIVE: (*_REVIEWED, C.ACTIVE),
    C.EXPIRING: (*_REVIEWED, C.ACTIVE, C.EXPIRING),
    C.EXPIRED: (*_REVIEWED, C.ACTIVE, C.EXPIRED),
    C.SUSPENDED: (*_REVIEWED, C.ACTIVE, C.SUSPENDED),
    C.REVOKED: (*_REVIEWED, C.ACTIVE, C.REVOKED),
    C.WITHDRAWN: (C.WITHDRAWN,),
}

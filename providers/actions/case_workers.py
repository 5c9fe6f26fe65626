"""Who may work on which case: nobody on what they sent, or run; who has had a say makes room for another."""

from __future__ import annotations

from django.contrib.auth.models import Permission as Right
from django.db.models import Exists, OuterRef, Q, QuerySet

from providers.models import (
    ChangeRequest,
    Check,
    Claim,
    Credential,
    Decision,
    DuplicatePair,
    ExclusionMatch,
    Membership,
    User,
)
from providers.models.vocabulary import CheckResult, CredentialStatus

ADVERSE = (CheckResult.DIFFERS, CheckResult.NOT_FOUND)


def workable_by(person: User, *, whoevers: bool = False) -> Q:
    """A condition on cases. whoevers: also what is assigned to somebody else.

    Each part is looked up by the case's own keys, so that the first that fits is found without reading all.
    """
    runs = Membership.objects.filter(user=person)
    other = runs.filter(provider=OuterRef("other"))
    own = (
        Q(Exists(Credential.objects.filter(pk=OuterRef("credential"), confirmed_by=person)))
        | Q(Exists(Claim.objects.filter(pk=OuterRef("claim"), claimant=person)))
        | Q(Exists(ChangeRequest.objects.filter(pk=OuterRef("change"), asked_by=person)))
        | Q(Exists(runs.filter(provider=OuterRef("provider"))))
        | Q(Exists(DuplicatePair.objects.filter(Exists(other), pk=OuterRef("duplicate"))))
    )
    free_for = Q() if whoevers else Q(assigned_to__isnull=True) | Q(assigned_to=person)
    return free_for & ~own


def decided_by_another(person: User) -> Q:
    """This person has endorsed it, or entered what is adverse: the next word is somebody else's."""
    of_it = {"credential": OuterRef("pk")}
    in_review = Credential.objects.filter(pk=OuterRef("credential"), status=CredentialStatus.IN_REVIEW)
    endorsed = Decision.objects.filter(
        **of_it, event="endorse", by=person, at__gte=OuterRef(OuterRef("opened_at"))
    )
    entered = Exists(Check.objects.filter(**of_it, by=person))
    adverse = Exists(Check.objects.filter(**of_it, result__in=ADVERSE))
    matches = ExclusionMatch.objects.filter(pk=OuterRef("exclusion_match"), endorsed_by=person)
    return Q(Exists(in_review.filter(Q(Exists(endorsed)) | Q(entered, adverse)))) | Q(Exists(matches))


def colleagues() -> QuerySet[User]:
    """Active staff who work on cases, through a group, by their own right or as superusers."""
    right = Right.objects.filter(codename="change_case", content_type__app_label="providers")
    by_group = User.objects.filter(groups__permissions__in=right)
    by_own = User.objects.filter(user_permissions__in=right)
    holds = Q(pk__in=by_group.values("pk")) | Q(pk__in=by_own.values("pk")) | Q(is_superuser=True)
    return User.objects.filter(holds, is_staff=True, is_active=True).order_by("name", "email")

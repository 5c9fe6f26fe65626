"""Who may do what: names, predicates (user, object) -> bool, and one decorator for views."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase

from .models import Check, Credential, Decision, Document, Provider, User
from .models.decision_rules import ADVERSE_RESULTS, ADVERSE_STATES, SUBMITS, TELLING_GATES
from .models.vocabulary import CheckResult

Person = User | AnonymousUser


def _staff_with(permission: str) -> Callable[[Person, Any], bool]:
    """Staff whose groups or own rights hold this permission of Django's."""

    def holds(person: Person, subject: Any = None) -> bool:
        return person.is_active and person.is_staff and person.has_perm(f"providers.{permission}")

    return holds


class Permission(Enum):
    EDIT_QUESTIONS = "edit_questions"
    SEE_REPORTS = "see_reports"
    CHECK_CREDENTIALS = "check_credentials"
    DECIDE_CREDENTIALS = "decide_credentials"
    EDIT_LISTING = "edit_listing"
    OWN_LISTING = "own_listing"
    DECIDE_CLAIMS = "decide_claims"
    DECIDE_CHANGES = "decide_changes"
    DECIDE_REPORTS = "decide_reports"
    DECIDE_DUPLICATES = "decide_duplicates"
    SEE_WORKBENCH = "see_workbench"
    WORK_CASES = "work_cases"
    LEAD = "lead"


# The staff's groups and what Django's permissions each holds: made by actions/staff_roles.py.
SEES = (
    "view_case", "view_caseevent", "view_feedload", "view_licenceregister", "view_provider", "view_location",
    "view_practitioner", "view_credential", "view_check", "view_decision", "view_report", "view_claim",
    "view_changerequest", "view_sample", "view_duplicatepair", "view_merge",
)  # fmt: skip
WORKS = (*SEES, "change_case", "change_licenceregister", "change_samplecall")
DECIDES = (*WORKS, "add_check", "add_decision", "change_claim", "change_changerequest", "change_report",
           "change_duplicatepair")  # fmt: skip
ROLES: dict[str, tuple[str, ...]] = {
    "Operators": WORKS,
    "Reviewers": DECIDES,
    "Lead reviewers": (*DECIDES, "lead_case", "add_sample", "add_feedload"),
}


can_edit_questions = _staff_with("change_question")
can_see_reports = _staff_with("view_report")
can_check_credentials = _staff_with("add_check")
can_decide_credentials = _staff_with("add_decision")
can_decide_claims = _staff_with("change_claim")
can_decide_changes = _staff_with("change_changerequest")
can_decide_reports = _staff_with("change_report")
can_decide_duplicates = _staff_with("change_duplicatepair")
can_see_workbench = _staff_with("view_case")
can_work_cases = _staff_with("change_case")
can_lead = _staff_with("lead_case")


def can_edit_listing(person: Person, provider: Provider) -> bool:
    """Its owners and editors."""
    return Provider.objects.run_by(person).filter(pk=provider.pk).exists()


def can_own_listing(person: Person, provider: Provider) -> bool:
    """Its owners: they invite, hand over, close and remove."""
    return Provider.objects.owned_by(person).filter(pk=provider.pk).exists()


PREDICATES: dict[Permission, Callable[[Person, Any], bool]] = {
    Permission.EDIT_QUESTIONS: can_edit_questions,
    Permission.SEE_REPORTS: can_see_reports,
    Permission.CHECK_CREDENTIALS: can_check_credentials,
    Permission.DECIDE_CREDENTIALS: can_decide_credentials,
    Permission.EDIT_LISTING: can_edit_listing,
    Permission.OWN_LISTING: can_own_listing,
    Permission.DECIDE_CLAIMS: can_decide_claims,
    Permission.DECIDE_CHANGES: can_decide_changes,
    Permission.DECIDE_REPORTS: can_decide_reports,
    Permission.DECIDE_DUPLICATES: can_decide_duplicates,
    Permission.SEE_WORKBENCH: can_see_workbench,
    Permission.WORK_CASES: can_work_cases,
    Permission.LEAD: can_lead,
}


def allows(person: Person, permission: Permission, subject: Any = None) -> bool:
    return PREDICATES[permission](person, subject)


def documents_for(person: Person) -> QuerySet[Document]:
    """Evidence for a credential: the listing that sent it and staff who check; for a claim: who claims.

    The owner of a listing sees nothing of what somebody else sends to claim it.
    """
    none: QuerySet[Document] = Document.objects.none()
    if not person.is_authenticated:
        return none
    for_a_credential, for_a_claim = Q(credential__isnull=False), Q(claim__isnull=False)
    seen = Q(for_a_credential, provider__in=Provider.objects.run_by(person)) | Q(claim__claimant=person)
    if can_check_credentials(person, None) or can_decide_credentials(person, None):
        seen |= for_a_credential
    if can_decide_claims(person, None):
        seen |= for_a_claim
    return Document.objects.filter(seen)


def newest_of_gates(credential: Credential) -> list[Check]:
    """What each gate last said of the credential and of who holds it."""
    subjects = Q(credential=credential)
    if credential.practitioner_id:
        subjects |= Q(practitioner=credential.practitioner_id)
    if credential.provider_id:
        subjects |= Q(provider=credential.provider_id)
    one = ("gate", "credential_id", "practitioner_id", "provider_id")
    rows = Check.objects.filter(subjects, gate__in=TELLING_GATES)
    return list(rows.order_by(*one, "-checked_at", "-pk").distinct(*one))


def is_adverse(credential: Credential) -> bool:
    """Something other than a clean match was ever seen, or a gate stands against it now: it takes two people.

    The database says the same: see models/decision_rules.py.
    """
    if credential.checks.at_source().filter(result__in=ADVERSE_RESULTS).exists():
        return True
    if Decision.objects.filter(credential=credential, to_status__in=ADVERSE_STATES).exists():
        return True
    return any(check.result != CheckResult.AGREES for check in newest_of_gates(credential))


def is_independent(person: User, credential: Credential) -> bool:
    """Neither one who submitted it nor, where anything is adverse, one who entered a check."""
    if credential.confirmed_by_id == person.pk:
        return False
    if credential.decisions.filter(event__in=SUBMITS, by=person).exists():
        return False
    return not (is_adverse(credential) and credential.checks.filter(by=person).exists())


View = Callable[..., HttpResponseBase]


def requires(permission: Permission) -> Callable[[View], View]:
    """Signed out: to the login page. Signed in without the right: 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not allows(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate

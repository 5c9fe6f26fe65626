"""A reviewer at a case: signed in with the second factor, the case taken, a step sent."""

from typing import Any

from django.test import Client
from django.urls import reverse

from providers.actions import case_holding
from providers.models import Case, User
from tests import sign_in


def case_of(subject: Any) -> Case:
    """The open case that is about this row."""
    column = {"credential": "credential"}.get(subject._meta.model_name, subject._meta.model_name)
    found: Case = Case.objects.open().get(**{column: subject})
    return found


def at(client: Client, person: User) -> Client:
    sign_in.with_second_factor(client, person)
    return client


def take(person: User, subject: Any) -> Case:
    return case_holding.take(by=person, case=case_of(subject))


def page(client: Client, case: Case, **query: str) -> Any:
    return client.get(reverse("staff_case", args=[case.pk]), query)


def send(client: Client, case: Case, verb: str, **data: Any) -> Any:
    return client.post(reverse("staff_do", args=[case.pk, verb]), data)

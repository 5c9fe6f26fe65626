"""A member of staff at work: signs in, takes a case, does a step on it."""

from providers.actions import case_holding
from providers.models import Case

from .. import cast, sign_in
from .at_work import page as page
from .at_work import send as do

__all__ = ["case_of", "compared", "do", "html", "in_hand", "page", "signed_in", "steps", "verbs"]
COLUMNS = {
    "changerequest": "change",
    "exclusionmatch": "exclusion_match",
    "provider": "provider",
    "removalrequest": "removal",
}


def signed_in(client, person=None):
    person = person or cast.reviewer()
    if client.session.get("_auth_user_id") != str(person.pk):
        client.logout()
        sign_in.with_second_factor(client, person)
    return person


def case_of(subject):
    """The open case of this row."""
    column = COLUMNS.get(subject._meta.model_name, subject._meta.model_name)
    cases = Case.objects.open().filter(**{column: subject})
    return (cases.filter(kind="listing") if column == "provider" else cases).get()


def in_hand(client, case, person=None):
    """This person is signed in and has taken the case."""
    case_holding.take(by=signed_in(client, person), case=case)
    return case


def html(response):
    return response.content.decode()


def steps(case):
    """What was done on it, in order."""
    return list(case.events.order_by("at", "pk").values_list("kind", "code", "text"))


def verbs(response):
    """Those that can be done on this page now."""
    return [button.action.verb for button in response.context["buttons"] if not button.why_not]


def compared(response):
    return {row.name: (row.claim, row.source, row.is_same) for row in response.context["panel"].differences}

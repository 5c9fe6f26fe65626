"""Links to claim or remove a listing whose address has changed: printed in letters, sent in mail."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponseRedirect

from providers.models import FormerSlug, Provider
from providers.shown.listing import current_address


def moved_or_gone(slug: str) -> HttpResponseRedirect:
    """To the listing as it is called now, or that it was joined with. Raises Http404 where there is none."""
    address = current_address(slug)
    if not address:
        raise Http404
    return HttpResponseRedirect(address)


def ever_called(slug: str) -> QuerySet[Provider]:
    """The listing at this address now or once: who has a link to a claim of theirs keeps their way in."""
    former = FormerSlug.objects.filter(slug=slug).values("provider")
    rows: QuerySet[Provider] = Provider.objects.filter(Q(slug=slug) | Q(pk__in=former))
    return rows

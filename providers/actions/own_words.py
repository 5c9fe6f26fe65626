"""A clinic's own words that patients read at once: they never say that the FDA approved what it did not."""

from __future__ import annotations

from collections.abc import Mapping

from providers.models import Provider, Service
from providers.models.service_rules import claim_problems
from providers.models.vocabulary import Route

from .editing_services import refuse


def refuse_claims(provider: Provider, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Of what changes, by field. Who offers Spravato may say that it is approved. Raises ValidationError."""
    changed = {name: text for name, text in after.items() if text != before.get(name, "")}
    problems = [found for name, text in changed.items() for found in claim_problems(name, text, None)]
    if problems and not Service.objects.filter(location__provider=provider, route=Route.SPRAVATO).exists():
        refuse(problems)

"""manage.py verify_audit: recompute everything that may never change; exit code 1 if anything was altered."""

import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from providers.actions import audit
from providers.actions.audit_words import sentence


class Command(BaseCommand):
    help = "Says whether checks, decisions, the steps of cases or documents were altered behind our back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", default="", help="a digest noted earlier: it must still be in the chain"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(unit=" entries", file=sys.stderr, disable=None) as bar:
            account = audit.verify(noted_head=options["head"].strip(), progress=bar.update)
        for fault in account.faults:
            self.stdout.write(sentence(asdict(fault)))
        if account.altered > len(account.faults):
            self.stdout.write(f"And {account.altered - len(account.faults):,} more.")
        self.stdout.write(f"{account.entries:,} entries and {account.documents:,} documents were read again.")
        self.stdout.write(f"Head: {account.head or 'none yet'}. Note it where nobody can alter it from here.")
        if account.altered:
            raise CommandError(f"Altered: {account.altered:,}. See docs/operations.md.")
        self.stdout.write("Nothing was altered.")

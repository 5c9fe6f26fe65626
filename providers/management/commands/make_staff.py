"""Makes an account staff with one of the roles; in development also the account itself."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from providers.actions import staff_roles
from providers.models import User


class Command(BaseCommand):
    help = "Let the account with this address work on cases. It still needs a second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=sorted(staff_roles.NAMES), default="reviewer")
        parser.add_argument("--password", help="makes the account as well; only with DJANGO_DEBUG=1")

    def handle(self, *args: Any, **options: Any) -> None:
        email = User.objects.normalize_email(options["email"])
        if options["password"]:
            self._make(email, options["password"])
        try:
            person = staff_roles.make_staff(email=email, role=options["role"])
        except ValidationError as refusal:
            raise CommandError("; ".join(refusal.messages)) from refusal
        self.stdout.write(f"{person.email} is staff: {', '.join(g.name for g in person.groups.all())}.")

    def _make(self, email: str, password: str) -> None:
        if not settings.DEBUG:
            raise CommandError("Accounts are made by signing up; --password needs DJANGO_DEBUG=1.")
        if not User.objects.filter(email=email).exists():
            person = User.objects.create_user(email=email, password=password)
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)

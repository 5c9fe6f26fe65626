"""Claims of a listing brought, through the actions themselves, to a given point of their way."""

import datetime
import re

from django.utils import timezone

from providers.actions import claim_review, claims
from providers.models import Claim

from . import cast, factories, mailbox, uploads

CODE = re.compile(r"^(\d{4} \d{4})$", re.M)
DOMAIN = "clearcreek-ketamine.com"
WEBSITE = f"https://www.{DOMAIN}/about"
ADDRESS = f"office@{DOMAIN}"


def unclaimed(**over):
    """A listing that a register brought, with a website of its own."""
    over = {"website": WEBSITE, "is_in_register": True, **over}
    return factories.unclaimed_listing(**over).provider


def started(provider=None, by=None):
    return claims.start(by=by or cast.claimant(), provider=provider or unclaimed(), part="Office manager")


def mailed(provider=None, by=None, address=ADDRESS):
    row = started(provider, by)
    return claims.send_code(by=row.claimant, claim=row, address=address)


def code():
    """As the newest mail with one has it."""
    texts = [message.text for message in mailbox.sent() if message.template.endswith("_code")]
    return CODE.search(texts[-1])[1]


def another_code():
    return f"{(int(code().replace(' ', '')) + 1) % 10**8:08}"


def proved(provider=None, by=None):
    row = mailed(provider, by)
    return claims.enter_code(by=row.claimant, claim=row, code=code())


def owned_and_claimed(by=None):
    """Somebody else owns it; the claim waits seven days."""
    listing = factories.published_listing(website=WEBSITE).provider
    cast.owner(listing)
    return proved(listing, by)


def over(row):
    """The owners' seven days have passed."""
    Claim.objects.filter(pk=row.pk).update(hold_until=timezone.now() - datetime.timedelta(minutes=1))
    row.refresh_from_db()
    return row


def called(provider=None, by=None):
    row = started(provider, by)
    return claims.ask_for_call(by=row.claimant, claim=row)


def lettered(provider=None, by=None):
    row = started(provider, by)
    return claims.ask_for_letter(by=row.claimant, claim=row)


def with_document(provider=None, by=None):
    row = started(provider, by)
    return claims.show_official(
        by=row.claimant,
        claim=row,
        official_name="Alex Sample",
        npi="1234567893",
        upload=uploads.upload(uploads.pdf()),
    )


def approved(provider=None, by=None):
    return claim_review.approve(by=cast.reviewer(), claim=proved(provider, by))


def told(event=None):
    """To whom the newest mails went, by template."""
    return [(message.to, message.template) for message in mailbox.sent()]

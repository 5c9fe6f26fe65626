"""Once a week: recomputes all that may never change. What it found shows on the board and in /healthz."""

import logging
from dataclasses import asdict

from procrastinate.contrib.django import app

from providers.actions import audit
from providers.actions.audit_words import sentence

log = logging.getLogger(__name__)


@app.periodic(cron="30 3 * * 0")
@app.task(name="verify_audit", lock="verify_audit")
def verify_audit(timestamp: int) -> int:
    account = audit.verify()
    for fault in account.faults:
        log.error("%s", sentence(asdict(fault)))
    return account.altered

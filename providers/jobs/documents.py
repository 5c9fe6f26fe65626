"""Deletes files of uploads whose row is gone."""

from procrastinate.contrib.django import app

from providers.actions import documents


@app.periodic(cron="0 5 * * *")
@app.task(name="sweep_documents", lock="sweep_documents")
def sweep_documents(timestamp: int) -> int:
    return documents.sweep()

"""Rebuilds what search reads, soon after the day has changed: a price may begin or end with it."""

from procrastinate.contrib.django import app

from providers.actions import search_index


@app.periodic(cron="10 0 * * *")
@app.task(name="rebuild_search", lock="rebuild_search")
def rebuild_search(timestamp: int) -> int:
    return search_index.rebuild()

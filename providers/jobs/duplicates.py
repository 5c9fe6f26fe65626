"""Every listing is compared with its neighbors at night; a new or changed one is compared at once."""

from procrastinate.contrib.django import app

from providers.actions import duplicate_finder


@app.periodic(cron="30 7 * * *")
@app.task(name="find_duplicates", lock="find_duplicates")
def find_duplicates(timestamp: int) -> int:
    return duplicate_finder.find_all().new

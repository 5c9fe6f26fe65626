"""Compares people with the exclusion list: all every four weeks and after each new list, the new each day."""

from procrastinate.contrib.django import app

from providers.actions import exclusion_run


@app.periodic(cron="50 1 * * *")
@app.task(name="compare_with_exclusions", lock="compare_with_exclusions")
def compare_with_exclusions(timestamp: int) -> int:
    return exclusion_run.keep_up()

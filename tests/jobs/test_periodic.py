"""What is done at its time, and that nobody has to list it anywhere."""

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app

from directory.env import BASE_DIR
from providers.actions import mail, queue


def test_periodic_tasks_say_when():
    when = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert (
        when.items()
        >= {
            "erase_old_mail": "20 4 * * *",
            "forget_failed_jobs": "40 4 * * *",
            "put_back_stalled": "* * * * *",
            "rebuild_search": "10 0 * * *",
        }.items()
    )


def test_every_module_of_tasks_is_found():
    modules = {path.stem for path in (BASE_DIR / "providers" / "jobs").glob("*.py")} - {"__init__"}
    found = {task.func.__module__.rpartition(".")[2] for task in app.tasks.values()}
    assert modules
    assert modules <= found
    assert mail.TASK in app.tasks


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["erase_old_mail", "put_back_stalled", "rebuild_search"])
def test_with_nothing_to_do_it_does_nothing(name):
    assert app.tasks[name](timestamp=0) == 0


@pytest.mark.usefixtures("shared")
def test_every_periodic_task_runs_through_in_a_worker():
    for periodic in app.periodic_registry.periodic_tasks.values():
        queue.defer(periodic.task.name, queue=periodic.task.queue, timestamp=0)
    call_command("work", "--once")
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs")
        assert cursor.fetchall() == []  # what succeeded is gone, what failed would be here

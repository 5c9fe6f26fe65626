"""The worker: real processes, real mail protocol, a real kill -9, and each mail once."""

import datetime
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from providers.actions import mail, outbox, queue
from providers.actions.delivery_failures import NotSent
from providers.models import Message

pytestmark = pytest.mark.usefixtures("shared")


def write(number=1):
    """A mail like any other, without a template of its own."""
    with transaction.atomic():
        message = Message.objects.create(
            key=f"letter:{number}",
            template="letter",
            to=f"owner{number}@example.org",
            subject="Your code",
            text="The code is 123.\n",
            html="<p>The code is 123.</p>\n",
        )
        queue.defer(mail.TASK, queue=mail.QUEUE, message_id=message.pk)
    return message


def work_once():
    """A whole worker, in this process, until nothing is due."""
    call_command("work", "--once")


def jobs():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = %s", [mail.TASK]
        )
        return cursor.fetchall()


def let_time_pass():
    """Waiting jobs become due, and the silence of dead workers becomes long."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def wait_until(true, seconds=30.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_mail_goes_out_with_both_parts_and_its_job_is_gone(mail_server):
    message = write()
    work_once()
    message.refresh_from_db()
    [got] = mail_server.mails
    assert message.sent_at
    assert (got["To"], got["Subject"], got["Auto-Submitted"]) == (
        "owner1@example.org",
        "Your code",
        "auto-generated",
    )
    assert [part.get_content_type() for part in got.walk()][1:] == ["text/plain", "text/html"]
    assert jobs() == []


def test_a_worker_in_another_process_sends_and_stops_when_told(mail_server, start_worker):
    worker = start_worker()
    message = write()
    wait_until(lambda: Message.objects.get(pk=message.pk).sent_at)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert len(mail_server.mails) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (0,)


def test_a_worker_told_to_stop_lets_the_mail_in_its_hands_go_out(mail_server, start_worker):
    mail_server.hold = "."
    message = write()
    worker = start_worker()
    assert mail_server.reached.wait(30)
    worker.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    assert worker.poll() is None
    mail_server.released.set()
    assert worker.wait(20) == 0
    assert Message.objects.get(pk=message.pk).sent_at


def test_killed_before_the_mail_was_handed_over_it_is_sent_by_the_next(mail_server, start_worker):
    mail_server.hold = "connect"
    message = write()
    worker = start_worker()
    assert mail_server.reached.wait(30)
    worker.kill()
    worker.wait()
    assert jobs() == [("doing", 0)]
    mail_server.hold = ""
    let_time_pass()
    work_once()
    assert [got["To"] for got in mail_server.mails] == [message.to]
    assert Message.objects.get(pk=message.pk).sent_at


def test_killed_after_the_mail_was_taken_it_is_not_sent_twice(mail_server, start_worker):
    mail_server.hold = "."
    message = write()
    worker = start_worker()
    assert mail_server.reached.wait(30)
    worker.kill()
    worker.wait()
    mail_server.hold = ""
    let_time_pass()
    work_once()
    message.refresh_from_db()
    assert len(mail_server.mails) == 1
    assert (message.sent_at, message.error) == (None, outbox.IN_DOUBT)
    assert jobs() == []


def test_a_job_that_kills_every_worker_is_given_up():
    write()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 10")
    queue.put_back_stalled()
    assert [status for status, _ in jobs()] == ["failed"]


def test_a_job_of_a_living_worker_is_left_alone():
    write()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())
    assert queue.put_back_stalled() == 0
    assert jobs() == [("doing", 0)]


def test_two_workers_at_once_send_each_mail_once(mail_server, start_worker):
    for number in range(20):
        write(number)
    workers = [start_worker("--once"), start_worker("--once")]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert sorted(got["To"] for got in mail_server.mails) == sorted(
        f"owner{number}@example.org" for number in range(20)
    )


def test_two_jobs_for_one_mail_at_once_send_it_once(mail_server):
    message = write()
    mail_server.hold = "."
    first = threading.Thread(target=_hand_over, args=[message.pk])
    first.start()
    assert mail_server.reached.wait(10)
    with pytest.raises(NotSent, match="Somebody is sending it"):
        outbox.hand_over(message_id=message.pk)
    mail_server.released.set()
    first.join()
    message.refresh_from_db()
    assert (len(mail_server.mails), message.error) == (1, "")
    outbox.hand_over(message_id=message.pk)
    assert len(mail_server.mails) == 1


def test_ten_at_once_send_it_once(mail_server):
    message = write()
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(_hand_over, [message.pk] * 10))
    assert len(mail_server.mails) == 1


def _hand_over(message_id):
    try:
        outbox.hand_over(message_id=message_id)
    except NotSent:
        pass
    finally:
        connection.close()


def test_a_failure_is_noted_and_the_mail_goes_out_later_as_the_same(mail_server):
    message = write()
    mail_server.replies = {".": ["451 come back later"]}
    work_once()
    message.refresh_from_db()
    assert (message.begun_at, message.sent_at, message.attempts) == (None, None, 1)
    assert message.error.startswith("SMTPDataError: (451")
    assert jobs() == [("todo", 1)]
    work_once()
    assert mail_server.mails == []  # not due yet
    let_time_pass()
    work_once()
    message.refresh_from_db()
    assert (message.attempts, message.error) == (2, "")
    assert len(mail_server.mails) == 1


def test_the_waits_grow_and_end(mail_server):
    message = write()
    mail_server.replies = {"connect": ["421 busy"] * 20}
    waits = []
    for _ in range(12):
        work_once()
        with connection.cursor() as cursor:
            cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE status = 'todo'")
            waits += [row[0] - timezone.now() for row in cursor.fetchall()]
        let_time_pass()
    message.refresh_from_db()
    assert waits == sorted(waits)
    assert len(waits) == 7
    assert datetime.timedelta(days=1) < sum(waits, datetime.timedelta()) < outbox.LIFE
    assert (message.attempts, message.sent_at) == (8, None)
    assert jobs() == [("failed", 8)]


def test_an_address_refused_for_good_is_not_asked_again(mail_server):
    message = write()
    mail_server.replies = {"RCPT": ["550 no such person"]}
    work_once()
    message.refresh_from_db()
    assert "no such person" in message.error
    assert jobs() == [("failed", 1)]


def test_no_address_gets_into_the_log(mail_server, caplog):
    write()
    mail_server.replies = {"RCPT": ["550 no such person"]}
    work_once()
    assert "was not sent (SMTPRecipientsRefused)" in caplog.text
    assert "owner1@example.org" not in caplog.text


def test_the_message_keeps_its_id_through_a_doubtful_failure(mail_server):
    message = write()
    mail_server.replies = {".": ["250 taken"]}
    work_once()
    Message.objects.filter(pk=message.pk).update(sent_at=None, begun_at=None)
    outbox.hand_over(message_id=message.pk)
    first, second = mail_server.mails
    assert first["Message-ID"] == second["Message-ID"]

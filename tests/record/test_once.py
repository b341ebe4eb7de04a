"""A repeated request gets the same answer, once: in a row, at the same instant, and after a failure."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from record.actions import once
from record.models import Answered


@pytest.mark.django_db
def test_once_performs_once_and_repeats_its_answer():
    key, performed = uuid4(), []

    answers = [once(key, by="pk.head", perform=lambda: performed.append(1) or "/cases/1/") for _ in range(2)]

    assert answers == ["/cases/1/", "/cases/1/"]
    assert performed == [1]


@pytest.mark.django_db
def test_once_keeps_people_and_keys_apart():
    key = uuid4()

    answers = [
        once(key, by="pk.head", perform=lambda: "first"),
        once(key, by="af.head", perform=lambda: "second"),
        once(uuid4(), by="pk.head", perform=lambda: "third"),
    ]

    assert answers == ["first", "second", "third"]


@pytest.mark.django_db
def test_once_remembers_nothing_of_a_failure():
    key = uuid4()

    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        once(key, by="pk.head", perform=fail)

    assert not Answered.objects.exists()
    assert once(key, by="pk.head", perform=lambda: "now") == "now"


def test_two_clicks_at_the_same_instant_perform_once(committed_database):
    key, performed, answers = uuid4(), [], []
    together = threading.Barrier(4)

    def click(number):
        together.wait()
        try:
            answers.append(once(key, by="pk.head", perform=lambda: performed.append(number) or f"by {number}"))
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(performed) == 1
    assert answers == [f"by {performed[0]}"] * 4
    assert Answered.objects.count() == 1

"""The health page says whether this process reaches its database, and nothing else, to anyone."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_health_answers_when_the_database_does(client):
    response = client.get("/health/")

    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_health_refuses_to_change_anything(client):
    assert client.post("/health/").status_code == 405


def test_health_says_so_when_the_database_is_gone(committed_database, client):
    connection.close()
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "commission_that_is_not_there"
    try:
        response = client.get("/health/")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name

    assert (response.status_code, response.content) == (503, b"no database")

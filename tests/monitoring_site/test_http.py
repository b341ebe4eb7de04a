"""Pages by key: every row once, forwards and back, with filters kept and foreign keys refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404
from django.test import RequestFactory

from monitoring_site.http import keyset_page
from record.models import Act, Answered

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make_answers(count):
    # Three share each moment, so that pages must also break inside a tie.
    return Answered.objects.bulk_create(
        Answered(key=f"{n:032x}", by="pk.head", answer="", at=AT + timedelta(microseconds=n // 3)) for n in range(count)
    )


def page_at(address, **given):
    request = RequestFactory().get(address)
    return keyset_page(Answered.objects.all(), request=request, **given)


def walk(page, direction, **given):
    items = [page.items]
    while (address := getattr(page, direction)) is not None:
        page = page_at(address, **given)
        items.append(page.items)
    return items, page


@pytest.mark.parametrize("order", [("-id",), ("id",), ("-at", "-id"), ("at", "-id"), ("-at", "id")])
@pytest.mark.parametrize("count", [0, 1, 4, 5, 11])
def test_every_row_once_forwards_and_back(order, count):
    make_answers(count)
    expected = list(Answered.objects.order_by(*order))

    forwards, last = walk(page_at("/list/", order=order, size=4), "next_url", order=order, size=4)
    backwards, first = walk(last, "previous_url", order=order, size=4)

    assert [row for page in forwards for row in page] == expected
    assert [row for page in reversed(backwards) for row in page] == expected
    assert first.previous_url is None
    assert len(forwards) == max(1, -(-count // 4))


def test_filters_stay_in_the_address():
    make_answers(3)

    page = page_at("/list/?sector=S-01&sector=S-02&q=a%26b", size=1)
    page = page_at(page.next_url, size=1)

    assert "sector=S-01&sector=S-02&q=a%26b" in page.next_url
    assert "sector=S-01&sector=S-02&q=a%26b" in page.previous_url
    assert "after" not in page.previous_url
    assert "before" not in page.next_url


def test_a_page_is_one_query_however_deep(django_assert_num_queries):
    make_answers(9)
    page = page_at("/list/", size=2)
    for _ in range(2):
        page = page_at(page.next_url, size=2)

    with django_assert_num_queries(1):
        page_at(page.next_url, size=2)


@pytest.mark.parametrize("key", ["", "17", "WzFd", "WzFd:x:y"])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_made_up_key_is_not_found(name, key):
    with pytest.raises(Http404):
        page_at(f"/list/?{name}={key}")


def test_a_key_of_another_list_or_order_is_not_found():
    make_answers(3)
    address = page_at("/list/", size=1).next_url

    with pytest.raises(Http404):
        page_at(address, order=("id",), size=1)
    with pytest.raises(Http404):
        keyset_page(Act.objects.all(), request=RequestFactory().get(address), size=1)


def test_rows_that_vanished_leave_an_empty_page_with_a_way_back():
    rows = make_answers(3)
    address = page_at("/list/", order=("id",), size=2).next_url
    rows[2].delete()

    page = page_at(address, order=("id",), size=2)

    assert page.items == []
    assert page.next_url is None
    assert page.previous_url == "/list/"

"""The list of cases: how it is narrowed."""

import pytest
from django.urls import reverse
from django.utils import translation

from reports.filters import CaseFilter
from tests.factories.procedure import member, registered_case


@pytest.mark.parametrize(("language", "order"), [("en", ["AF", "PK", "QA", "TR"]), ("tr", ["AF", "QA", "PK", "TR"])])
def test_delegations_stand_in_the_order_of_the_readers_alphabet(language, order):
    with translation.override(language):
        offered = [code for code, _name in CaseFilter().form.fields["filed_by"].choices if code]

    assert offered == order


@pytest.mark.django_db
def test_list_is_narrowed_to_who_filed(client_of):
    ours, theirs = registered_case(filer="pk.head"), registered_case(filer="af.head")

    page = client_of(member("qa.observer")).get(reverse("case_list"), {"filed_by": "PK"}).content.decode()

    assert ours.reference in page
    assert theirs.reference not in page


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_much_for_three_cases_as_for_one(client_of, django_assert_num_queries, rows):
    for _number in range(rows):
        registered_case()
    browser = client_of(member("qa.observer"))

    with django_assert_num_queries(5):  # session, member, cases, their incidents, unread notices
        browser.get(reverse("case_list"))

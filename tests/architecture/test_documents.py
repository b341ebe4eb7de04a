"""Documents that are printed from the law are as the law is."""

from django.conf import settings

from verification.drawing import page


def test_case_states_page_is_fresh():
    written = (settings.BASE_DIR / "docs" / "case-states.md").read_text()

    assert written == page(), "run `manage.py draw_case_states`"

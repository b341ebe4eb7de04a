"""The names of the four delegations, as in the start data."""

from django.utils.translation import gettext_noop

DELEGATIONS = {
    "AF": gettext_noop("Afghanistan"),
    "PK": gettext_noop("Pakistan"),
    "QA": gettext_noop("Qatar"),
    "TR": gettext_noop("Türkiye"),
}

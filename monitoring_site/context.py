"""What every page knows about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether the pages show the invented demonstration."""
    return {"is_demonstration": settings.DEMONSTRATION}

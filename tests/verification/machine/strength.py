"""How strong the random tests are: quick and always the same, or, with TEST_STRENGTH=20, as long and new each time."""

import os

from hypothesis import HealthCheck, Phase, settings

STRENGTH = int(os.environ.get("TEST_STRENGTH", "1"))
IS_LONG = STRENGTH > 1


def strength(*, examples: int, steps: int = 50) -> settings:
    """So many examples of so many steps in a quick run; in a long one that many times more, with twice the steps."""
    return settings(
        max_examples=examples * STRENGTH,
        stateful_step_count=steps * 2 if IS_LONG else steps,
        deadline=None,
        derandomize=not IS_LONG,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=IS_LONG,
    )

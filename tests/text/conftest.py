"""How long Hypothesis looks: quick by default, ``HYPOTHESIS_PROFILE=thorough`` for a long run."""

import os

from hypothesis import HealthCheck, settings

_CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
# Quick runs are the same every time: a test that fails here fails for everybody.
settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True, suppress_health_check=_CALM)
settings.register_profile(
    "thorough",
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "2000")),
    deadline=None,
    suppress_health_check=_CALM,
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

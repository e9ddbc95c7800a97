"""What is taken back, and what is in force again because the taking back was taken back."""

import pytest

from drafting.rules.undoing import find_undone


@pytest.mark.parametrize(
    ("acts", "undone"),
    [
        ([("v1", None), ("v2", None)], set()),
        ([("v1", None), ("v2", None), ("u3", "v2")], {"v2"}),
        ([("v1", None), ("v2", None), ("u3", "v2"), ("u4", "u3")], {"u3"}),
        ([("v1", None), ("v2", None), ("u3", "v2"), ("u4", "u3"), ("u5", "u4")], {"v2", "u4"}),
        ([("v2", None), ("u3", "v2"), ("v4", None), ("u5", "u3"), ("u6", "v4")], {"u3", "v4"}),
    ],
)
def test_an_act_is_in_force_unless_an_act_in_force_takes_it_back(
    acts: list[tuple[str, str | None]], undone: set[str]
) -> None:
    assert find_undone(acts) == undone

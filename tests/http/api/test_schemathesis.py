"""A stranger who has read only the description asks for everything, in sequence too: nothing breaks, and
nothing is answered that the description does not say."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from chalicelib.local.gateway import Gateway
from tests.http.api import shop
from tests.http.api.client import Till
from tests.http.story import Story

# An order can fit its schema and be refused for its dates, a telephone for being none.
NOT_PROMISED = [positive_data_acceptance]
# The same requests each time, and so many that all of it stays well below a minute.
BOUNDS: dict[str, Any] = {
    "derandomize": True, "database": None, "deadline": None, "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate],
}  # fmt: skip
# To think of something wrong takes it ten times as long as to think of something right.
EXAMPLES = {GenerationMode.POSITIVE: 8, GenerationMode.NEGATIVE: 3}
RUNS, STEPS = 30, 10


@pytest.fixture
def schema(till: Till, story: Story, gateway: Gateway) -> Any:
    shop.opened(till, story)
    return schemathesis.openapi.from_wsgi("/v1/openapi.json", gateway)


@pytest.fixture
def key(till: Till) -> dict[str, str]:
    return {"Authorization": f"Bearer {till.token}"}


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
def test_whatever_is_asked_is_answered_as_described(
    schema: Any, key: dict[str, str], mode: GenerationMode
) -> None:
    asked = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=EXAMPLES[mode], **BOUNDS)
        @given(case=operation.as_strategy(generation_mode=mode))
        def asks(case: Any) -> None:
            asked.append(case.operation.label)
            case.call_and_validate(headers=key, excluded_checks=NOT_PROMISED)

        asks()
    assert len(set(asked)) == len(shop.operations())


@pytest.fixture
def again(schema: Any, story: Story) -> Callable[[], None]:
    """Puts the shop back as it was first, so that no walk depends on those before it."""
    kept = story.kept()
    return lambda: story.again(kept)


def test_one_thing_after_another_is_answered_as_described(
    schema: Any, key: dict[str, str], again: Callable[[], None]
) -> None:
    """By the links: what was recorded is shown, moved, called off ..."""
    answered: list[int] = []

    class Stranger(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            again()
            super().setup()

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": key}

        def validate_response(self, response: Any, case: Any, **rest: Any) -> None:
            answered.append(response.status_code)
            case.validate_response(response, headers=key, excluded_checks=NOT_PROMISED)

    Stranger.run(settings=settings(max_examples=RUNS, stateful_step_count=STEPS, **BOUNDS))
    assert sum(200 <= status < 300 for status in answered) >= RUNS // 2

"""Arrays of a vector of environments, read from the frames of the lab."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np
from gymnasium import spaces

from nanoarb_lab.client import LabClient

ACTION_LENGTH = 5
# The largest whole number that JavaScript tells from the next.
MOST_SEED = 2**53 - 1

#: Names of Gymnasium's ``info`` for the facts of a row, by the names that the lab sends.
INFO_NAMES: Mapping[str, str] = {
    "step": "step",
    "timeSeconds": "time_seconds",
    "midTicks": "mid_ticks",
    "inventory": "inventory",
    "equityDollars": "equity_dollars",
    "efficientPriceTicks": "efficient_price_ticks",
}


class Rows:
    """The state of N environments after a call; its arrays are views of what was received."""

    def __init__(self, payload: bytes, ready: Mapping[str, Any]) -> None:
        count = ready["environments"]
        terms, facts = len(ready["terms"]), len(ready["info"])
        observed = ready["observation"]["length"]
        at = 0

        def take(kind: str, *shape: int) -> np.ndarray:
            nonlocal at
            size = int(np.prod(shape))
            array = np.frombuffer(payload, kind, size, at).reshape(shape)
            at += array.nbytes
            return array

        self.rewards = take("<f8", count)
        self.terms = take("<f8", count, terms)
        self.facts = take("<f8", count, facts)
        self.observations = take("<f4", count, observed)
        self.terminated = take("u1", count).astype(bool)
        self.truncated = take("u1", count).astype(bool)

    def info(self, ready: Mapping[str, Any]) -> dict[str, np.ndarray]:
        """Facts and unweighted terms by name, an array of N each."""
        facts = {INFO_NAMES[name]: self.facts[:, i] for i, name in enumerate(ready["info"])}
        terms = {f"term_{_snake(name)}": self.terms[:, i] for i, name in enumerate(ready["terms"])}
        return {**facts, **terms}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def spaces_of(client: LabClient) -> tuple[spaces.Box, spaces.Box]:
    """Spaces of one row: observations without bounds, and actions in the lab's units."""
    ready = client.ready
    observation = spaces.Box(-np.inf, np.inf, (ready["observation"]["length"],), np.float32)
    low, high = (np.array(ready["action"][end], np.float32) for end in ("low", "high"))
    return observation, spaces.Box(low, high, dtype=np.float32)


def drawn_seed(random: np.random.Generator) -> float:
    """Draws the seed of an episode that was not given one."""
    return float(random.integers(MOST_SEED))

"""One market-making environment, for ``gymnasium.make("NanoArb/MarketMaking-v0")``."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

import gymnasium
import numpy as np

from nanoarb_lab.client import LabClient
from nanoarb_lab.rows import MOST_SEED, Rows, drawn_seed, spaces_of


class MarketMakingEnv(gymnasium.Env[np.ndarray, np.ndarray]):
    """One agent quotes both sides of one market of NanoARB Lab.

    Actions are float32[5]: bid skew, ask skew and spread in ticks, bid and ask size as shares of the
    largest order. Observations are float32[L], laid out as ``observation_names`` says. Rewards are in
    dollars; ``info`` has the unweighted terms (``term_spread_capture``, ...), inventory in contracts
    and equity in dollars. The seed given to ``reset`` is that of the lab: the same seed and actions
    give the same episode there, bit for bit.

    Parameters are those of :class:`nanoarb_lab.client.LabClient`.
    """

    metadata: dict[str, Any] = {"render_modes": []}

    def __init__(
        self,
        market: Mapping[str, Any] | None = None,
        env: Mapping[str, Any] | None = None,
        weights: Mapping[str, float] | None = None,
        command: Sequence[str] | None = None,
        render_mode: str | None = None,
    ) -> None:
        if render_mode is not None:
            raise ValueError(f"render_mode: expected None, got {render_mode!r}")
        self.render_mode = None
        self._client = LabClient(1, market, env, weights, command)
        self.observation_space, self.action_space = spaces_of(self._client)
        self.observation_names: list[str] = self._client.ready["observation"]["names"]

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Starts an episode. ``options={"weights": {...}}`` changes the weights of the reward."""
        super().reset(seed=seed)
        weights = (options or {}).get("weights")
        if weights is not None:
            self._client.set_weights(weights)
        episode = drawn_seed(self.np_random) if seed is None else float(seed % (MOST_SEED + 1))
        rows = self._rows(self._client.reset(np.array([episode], "<f8").tobytes()))
        return rows.observations[0].copy(), self._info(rows)

    def step(self, action: np.ndarray) -> tuple[np.ndarray, float, bool, bool, dict[str, Any]]:
        """Takes one decision.

        :raises LabError: for a number that is missing in the action
        """
        actions = np.ascontiguousarray(action, "<f4")
        no_seed = np.array([np.nan], "<f8").tobytes()
        rows = self._rows(self._client.step(no_seed, actions.tobytes()))
        return (
            rows.observations[0].copy(),
            float(rows.rewards[0]),
            bool(rows.terminated[0]),
            bool(rows.truncated[0]),
            self._info(rows),
        )

    def close(self) -> None:
        self._client.close()

    def _rows(self, payload: bytes) -> Rows:
        return Rows(payload, self._client.ready)

    def _info(self, rows: Rows) -> dict[str, Any]:
        return {name: float(values[0]) for name, values in rows.info(self._client.ready).items()}

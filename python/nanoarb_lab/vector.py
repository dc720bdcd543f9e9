"""N environments in one process of the lab, for ``gymnasium.make_vec``."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from nanoarb_lab.client import LabClient
from nanoarb_lab.rows import ACTION_LENGTH, MOST_SEED, Rows, drawn_seed, spaces_of


class MarketMakingVectorEnv(VectorEnv[np.ndarray, np.ndarray, np.ndarray]):
    """Environments as :class:`nanoarb_lab.env.MarketMakingEnv` has one, stepped together.

    A row whose episode has ended starts another at the next step, whose action it ignores and whose
    reward is 0 (``AutoresetMode.NEXT_STEP``). Row ``i`` of ``reset(seed=s)`` has the seed ``s + i``.
    """

    metadata: dict[str, Any] = {"render_modes": [], "autoreset_mode": AutoresetMode.NEXT_STEP}

    def __init__(
        self,
        num_envs: int = 1,
        market: Mapping[str, Any] | None = None,
        env: Mapping[str, Any] | None = None,
        weights: Mapping[str, float] | None = None,
        command: Sequence[str] | None = None,
        render_mode: str | None = None,
    ) -> None:
        super().__init__()
        if render_mode is not None:
            raise ValueError(f"render_mode: expected None, got {render_mode!r}")
        self.render_mode = None
        self.num_envs = num_envs
        self._client = LabClient(num_envs, market, env, weights, command)
        self.single_observation_space, self.single_action_space = spaces_of(self._client)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.observation_names: list[str] = self._client.ready["observation"]["names"]
        self._ended = np.zeros(num_envs, bool)

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Starts the episodes of all rows, or of those that ``options["reset_mask"]`` marks.

        ``options={"weights": {...}}`` changes the weights of the reward.
        """
        super().reset(seed=seed if isinstance(seed, int) else None)
        asked = options or {}
        if asked.get("weights") is not None:
            self._client.set_weights(asked["weights"])
        given = self._seeds_of(seed)
        mask = np.asarray(asked.get("reset_mask", np.ones(self.num_envs, bool)), bool)
        seeds = np.full(self.num_envs, np.nan, "<f8")
        for row in np.flatnonzero(mask):
            seeds[row] = drawn_seed(self.np_random) if given[row] is None else given[row]
        rows = self._rows(self._client.reset(seeds.tobytes()))
        self._ended[mask] = False
        return rows.observations.copy(), self._info(rows)

    def step(
        self, actions: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        taken = np.ascontiguousarray(actions, "<f4")
        if taken.shape != (self.num_envs, ACTION_LENGTH):
            expected = (self.num_envs, ACTION_LENGTH)
            raise ValueError(f"actions: expected an array of {expected}, got {taken.shape}")
        seeds = np.full(self.num_envs, np.nan, "<f8")
        for row in np.flatnonzero(self._ended):
            seeds[row] = drawn_seed(self.np_random)
        rows = self._rows(self._client.step(seeds.tobytes(), taken.tobytes()))
        # What was started in this step has not ended in it.
        terminated = rows.terminated & ~self._ended
        truncated = rows.truncated & ~self._ended
        self._ended = terminated | truncated
        return (
            rows.observations.copy(),
            rows.rewards.copy(),
            terminated,
            truncated,
            self._info(rows),
        )

    def close_extras(self, **kwargs: Any) -> None:
        self._client.close()

    def _seeds_of(self, seed: int | Sequence[int | None] | None) -> list[float | None]:
        if seed is None:
            return [None] * self.num_envs
        seeds = [seed + row for row in range(self.num_envs)] if isinstance(seed, int) else list(seed)
        if len(seeds) != self.num_envs:
            raise ValueError(f"seed: expected {self.num_envs} seeds, got {len(seeds)}")
        return [None if each is None else float(each % (MOST_SEED + 1)) for each in seeds]

    def _rows(self, payload: bytes) -> Rows:
        return Rows(payload, self._client.ready)

    def _info(self, rows: Rows) -> dict[str, Any]:
        """Gymnasium's form: beside every array a mask of the rows that have a value."""
        everyone = np.ones(self.num_envs, bool)
        info: dict[str, Any] = {}
        for name, values in rows.info(self._client.ready).items():
            info[name] = values.copy()
            info[f"_{name}"] = everyone
        return info

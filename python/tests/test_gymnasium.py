"""Holds the environments to Gymnasium's interface: ``python -m unittest discover python/tests``."""

import sys
import unittest
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import gymnasium  # noqa: E402
import numpy as np  # noqa: E402
from gymnasium.utils.env_checker import check_env  # noqa: E402

import nanoarb_lab  # noqa: E402

ID = nanoarb_lab.ENV_ID
SHORT = {"episodeLength": 20}


def make_rows(count: int) -> gymnasium.vector.VectorEnv:
    return gymnasium.make_vec(ID, count, "vector_entry_point", env=SHORT)


class OneEnvironment(unittest.TestCase):
    def setUp(self) -> None:
        self.env = gymnasium.make(ID, env=SHORT)
        self.addCleanup(self.env.close)

    def test_passes_the_checker_of_gymnasium(self) -> None:
        with warnings.catch_warnings():
            # It recommends bounds that a market does not have.
            warnings.simplefilter("ignore")
            check_env(self.env.unwrapped, skip_render_check=True)

    def test_time_runs_out_as_truncation(self) -> None:
        self.env.reset(seed=1)
        ends = [self.env.step(self.env.action_space.sample())[2:4] for _ in range(20)]
        self.assertEqual(ends, [(False, False)] * 19 + [(False, True)])

    def test_reward_is_the_weighted_sum_of_the_terms(self) -> None:
        weights = {"spreadCapture": 2, "inventoryPenalty": 0, "spreadPenalty": 0}
        self.env.reset(seed=4, options={"weights": weights})
        for _ in range(20):
            _, reward, _, _, info = self.env.step(np.array([0, 0, 1, 1, 1], np.float32))
            expected = (
                2 * info["term_spread_capture"]
                + info["term_adverse_selection"]
                + info["term_inventory_pnl"]
                + info["term_fees"]
            )
            self.assertAlmostEqual(reward, expected, places=9)

    def test_another_seed_is_another_episode(self) -> None:
        one, _ = self.env.reset(seed=1)
        two, _ = self.env.reset(seed=2)
        self.assertFalse(np.array_equal(one, two))

    def test_an_error_names_the_field(self) -> None:
        with self.assertRaisesRegex(nanoarb_lab.LabError, "env.episodeLength: expected"):
            gymnasium.make(ID, env={"episodeLength": 3})
        self.env.reset(seed=1)
        with self.assertRaisesRegex(nanoarb_lab.LabError, r"actions\[0\].spread: expected a number"):
            self.env.unwrapped.step(np.array([0, 0, np.nan, 1, 1], np.float32))


class RowsOfEnvironments(unittest.TestCase):
    def test_a_row_is_what_one_environment_with_its_seed_gives(self) -> None:
        rows, one = make_rows(3), gymnasium.make(ID, env=SHORT)
        self.addCleanup(rows.close)
        self.addCleanup(one.close)
        observed, _ = rows.reset(seed=5)
        np.testing.assert_array_equal(observed[2], one.reset(seed=7)[0])
        for _ in range(20):
            actions = rows.action_space.sample()
            observed, rewards, terminated, truncated, infos = rows.step(actions)
            expected = one.step(actions[2])
            np.testing.assert_array_equal(observed[2], expected[0])
            self.assertEqual((rewards[2], terminated[2], truncated[2]), expected[1:4])
            self.assertEqual(infos["inventory"][2], expected[4]["inventory"])

    def test_an_ended_row_starts_again_at_the_next_step(self) -> None:
        rows = make_rows(2)
        self.addCleanup(rows.close)
        rows.reset(seed=5)
        for _ in range(20):
            *_, truncated, infos = rows.step(rows.action_space.sample())
        self.assertTrue(truncated.all())
        self.assertEqual(infos["step"].tolist(), [20, 20])
        _, rewards, terminated, truncated, infos = rows.step(rows.action_space.sample())
        self.assertEqual(infos["step"].tolist(), [0, 0])
        self.assertEqual(rewards.tolist(), [0, 0])
        self.assertFalse((terminated | truncated).any())

    def test_a_mask_resets_some_rows(self) -> None:
        rows = make_rows(2)
        self.addCleanup(rows.close)
        rows.reset(seed=5)
        rows.step(rows.action_space.sample())
        mask = np.array([False, True])
        _, infos = rows.reset(seed=9, options={"reset_mask": mask})
        self.assertEqual(infos["step"].tolist(), [1, 0])


if __name__ == "__main__":
    unittest.main()

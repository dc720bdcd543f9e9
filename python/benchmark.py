"""Prints steps per second of a vector of environments: ``python python/benchmark.py [N]``."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import gymnasium  # noqa: E402
import numpy as np  # noqa: E402

import nanoarb_lab  # noqa: E402

if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 16
    rows = gymnasium.make_vec(nanoarb_lab.ENV_ID, count, "vector_entry_point")
    rows.reset(seed=1)
    quotes = np.tile(np.array([0, 0, 1, 0.1, 0.1], np.float32), (count, 1))
    for _ in range(200):
        rows.step(quotes)
    start, steps = time.perf_counter(), 0
    while time.perf_counter() - start < 5:
        rows.step(quotes)
        steps += count
    print(f"{steps / (time.perf_counter() - start):,.0f} steps/s of {count} environments")
    rows.close()

"""Plays random actions and prints what came back, for a comparison with the lab's own environment.

Uses the standard library alone. Prints JSON: the seed, and per step the action and the state in hex.
"""

import json
import random
import struct
import sys
from pathlib import Path

# The module and not the package, which imports Gymnasium.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "nanoarb_lab"))

from client import LabClient  # noqa: E402

SEED = 2**40 + 3
STEPS = 200

if __name__ == "__main__":
    client = LabClient(1, env={"episodeLength": STEPS})
    draw = random.Random(7).uniform
    low, high = client.ready["action"]["low"], client.ready["action"]["high"]
    states = [client.reset(struct.pack("<d", SEED)).hex()]
    actions = []
    for _ in range(STEPS):
        action = struct.pack("<5f", *map(draw, low, high))
        actions.append(action.hex())
        states.append(client.step(struct.pack("<d", float("nan")), action).hex())
    client.close()
    print(json.dumps({"seed": SEED, "actions": actions, "states": states}))

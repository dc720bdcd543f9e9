"""The market-making environment of NanoARB Lab for Gymnasium.

Importing this package registers ``NanoArb/MarketMaking-v0``, as one environment and as a vector
environment in one process of the lab.
"""

from gymnasium.envs.registration import register as _register
from gymnasium.envs.registration import registry as _registry

from nanoarb_lab.client import LabClient, LabError
from nanoarb_lab.env import MarketMakingEnv
from nanoarb_lab.vector import MarketMakingVectorEnv

__all__ = ["LabClient", "LabError", "MarketMakingEnv", "MarketMakingVectorEnv", "register"]

ENV_ID = "NanoArb/MarketMaking-v0"


def register() -> None:
    """Makes the environment known to ``gymnasium.make`` and ``make_vec``."""
    if ENV_ID in _registry:
        return
    _register(
        id=ENV_ID,
        entry_point="nanoarb_lab.env:MarketMakingEnv",
        vector_entry_point="nanoarb_lab.vector:MarketMakingVectorEnv",
    )


register()

"""The pipe to ``lab serve --stdio``: frames in and out, without numpy or Gymnasium.

A frame is a head of eight bytes (uint32 length of the payload, uint8 kind, three zeros) and a
payload, all little-endian. ``src/cli/serve`` of the lab holds the other side.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
from pathlib import Path
from typing import Any, Mapping, Sequence

PROTOCOL = 1

OPEN, RESET, STEP, WEIGHTS = 1, 2, 3, 4
READY, STATE, ERROR = 16, 17, 18

_HEAD = struct.Struct("<IB3x")


class LabError(ValueError):
    """What was asked of the lab is not acceptable; nothing was changed by it.

    ``field`` is the dotted path of what was wrong, and ``expected`` what would have been accepted.
    """

    def __init__(self, field: str, expected: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.expected = expected


def lab_command() -> tuple[list[str], Path]:
    """Gives the command that serves environments, and the folder to run it in.

    The lab is where the environment variable ``NANOARB_LAB`` says, or the checkout that this package
    lies in. Node 20.19 or newer is needed, and ``npm ci`` once.
    """
    named = os.environ.get("NANOARB_LAB")
    root = Path(named) if named else Path(__file__).resolve().parents[2]
    entry = root / "src" / "cli" / "lab.ts"
    if not entry.exists():
        raise FileNotFoundError(
            f"{entry}: expected the lab there. Set NANOARB_LAB to a checkout of it."
        )
    if not (root / "node_modules" / "tsx").exists():
        raise FileNotFoundError(f"{root}: expected the lab's packages. Run `npm ci` there once.")
    return ["node", "--import", "tsx", str(entry), "serve", "--stdio"], root


class LabClient:
    """Environments that play in a process of the lab.

    :param environments: number of rows, which play the same market with seeds of their own
    :param market: fields of the market that differ from the defaults, such as ``{"preset": "nq"}``
    :param env: fields of the environment that differ, such as ``{"episodeLength": 100}``
    :param weights: reward weights that differ, such as ``{"inventoryPenalty": 100}``
    :param command: what to start instead of the lab of this checkout
    :raises LabError: naming the field, what was expected and what came
    """

    def __init__(
        self,
        environments: int = 1,
        market: Mapping[str, Any] | None = None,
        env: Mapping[str, Any] | None = None,
        weights: Mapping[str, float] | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        argv, folder = (list(command), None) if command is not None else lab_command()
        self._process: subprocess.Popen[bytes] | None = subprocess.Popen(
            argv, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        given = {"market": market, "env": env, "weights": weights}
        asked = {name: dict(value) for name, value in given.items() if value is not None}
        try:
            self.ready: dict[str, Any] = self._ask_json(
                OPEN, {"protocol": PROTOCOL, "environments": environments, **asked}
            )
        except BaseException:
            self.close()
            raise

    def reset(self, seeds: bytes) -> bytes:
        """Starts the episodes of all rows that have a seed: float64[N], NaN for none."""
        return self._ask(RESET, STATE, seeds)

    def step(self, seeds: bytes, actions: bytes) -> bytes:
        """Takes a decision in every row without a seed, and starts an episode in the others.

        :param seeds: float64[N]
        :param actions: float32[N × 5]
        """
        return self._ask(STEP, STATE, seeds, actions)

    def set_weights(self, weights: Mapping[str, float]) -> None:
        """Weighs the rewards of the coming steps by these; those left out stay as they are."""
        self.ready = self._ask_json(WEIGHTS, dict(weights))

    def close(self) -> None:
        """Ends the process of the lab. It may be called more than once."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    pass
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __del__(self) -> None:
        if getattr(self, "_process", None) is not None:
            self.close()

    def _ask_json(self, kind: int, value: Any) -> dict[str, Any]:
        return json.loads(self._ask(kind, READY, json.dumps(value).encode()))

    def _ask(self, kind: int, answered_by: int, *parts: bytes) -> bytes:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("The environment is closed.")
        length = sum(map(len, parts))
        try:
            process.stdin.write(b"".join((_HEAD.pack(length, kind), *parts)))
            process.stdin.flush()
        except BrokenPipeError as error:
            raise self._ended() from error
        answer, answer_kind = self._read_frame(process)
        if answer_kind == ERROR:
            wrong = json.loads(answer)
            raise LabError(wrong["field"], wrong["expected"], wrong["message"])
        if answer_kind != answered_by:
            raise RuntimeError(f"Expected a frame of kind {answered_by}, got {answer_kind}.")
        return answer

    def _read_frame(self, process: subprocess.Popen[bytes]) -> tuple[bytes, int]:
        assert process.stdout is not None
        head = process.stdout.read(_HEAD.size)
        if len(head) < _HEAD.size:
            raise self._ended()
        length, kind = _HEAD.unpack(head)
        payload = process.stdout.read(length)
        if len(payload) < length:
            raise self._ended()
        return payload, kind

    def _ended(self) -> RuntimeError:
        self.close()
        return RuntimeError("The lab's process ended; what it said is on standard error.")

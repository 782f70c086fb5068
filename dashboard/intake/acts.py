"""Acts of an officer on what is received: a command of the pipeline, then a build; what happens is told in words."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dashboard import faults
from dashboard.intake import act_notes
from dashboard.intake.act_notes import ActNote
from dashboard.intake.pipeline import IntakeError, Pipeline

ActStage = Literal["queued", "working", "building", "done", "failed"]
Prepare = Callable[[], Sequence[str]]
MOST_ACTS = 200
COMMAND_SECONDS = 300.0


@dataclass(frozen=True)
class Act:
    """`words`: what is being done, as a sentence without its end (「台帳に登録」); `note`: who does it and why; `result`: what the command said.

    `is_kept`: the command has done its work, so that what it keeps is kept even where the build fails. `builds`: whether it
    changes the data; `is_build_alone`: there is no command, only the build; `is_told`: a browser has shown that it is done; `outcome`: what is said once it is done; `unchanged`: where its command refused.
    """

    act_id: str
    words: str
    note: ActNote
    stage: ActStage = "queued"
    since: float = field(default_factory=time.monotonic)
    trouble: str = ""
    findings: tuple[dict[str, Any], ...] = ()
    result: dict[str, Any] = field(default_factory=dict)
    is_kept: bool = False
    builds: bool = True
    is_build_alone: bool = False
    is_told: bool = False
    outcome: str = "データに反映しました。"
    unchanged: str = "データは元のままです。"

    @property
    def is_running(self) -> bool:
        return self.stage in ("queued", "working", "building")

    @property
    def seconds(self) -> int:
        """How long the stage has lasted."""
        return int(time.monotonic() - self.since)


class Acts:
    """The acts of a running application, one after the other."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._acts: dict[str, Act] = {}
        self._asked: dict[tuple[str, tuple[tuple[str, ...], ...]], str] = {}
        self._lock = threading.Lock()

    def start(
        self,
        words: str,
        *commands: Sequence[str],
        by: str,
        reason: str = "",
        file: str = "",
        municipality_code: str = "",
        detail: str = "",
        prepare: Prepare | None = None,
        builds: bool = True,
        outcome: str = Act.outcome,
        unchanged: str = Act.unchanged,
    ) -> Act:
        """Begin an act of one command or more, each as `python -m etl` takes it without --raw and --json, and build.

        Without a command it only builds. What is asked twice while it runs is one act (a double click). Returns at once. The first command that refuses ends the act; what was kept before it is built.

        by: who does it, "" where nobody was named; reason, file (its place in data/raw), municipality_code and detail (what
        it was in full): of the note that is kept of each command that changes what is received.

        prepare: called once the act's turn has come and nothing else changes the data; what it gives is added to the
        first command. It raises IntakeError where it cannot be done. builds: False where the commands change nothing.
        """
        act = Act(
            secrets.token_urlsafe(12),
            words,
            note=ActNote(detail or words, by, reason, file, municipality_code),
            builds=builds,
            is_build_alone=builds and not commands,
            outcome=outcome,
            unchanged=unchanged,
        )
        asked = (words, tuple(tuple(command) for command in commands))
        with self._lock:
            begun = self._acts.get(self._asked.get(asked, ""))
            if begun is not None and begun.is_running:
                return begun
            self._asked[asked] = act.act_id
            self._acts[act.act_id] = act
            ended = [key for key, one in self._acts.items() if not one.is_running]
            for key in ended[: max(0, len(self._acts) - MOST_ACTS)]:
                del self._acts[key]
            self._asked = {one: key for one, key in self._asked.items() if key in self._acts}
        threading.Thread(target=self._guarded, args=(act, commands, prepare), daemon=True).start()
        return act

    def act(self, act_id: str) -> Act | None:
        """The act as it is now; None where this server does not know it (any more)."""
        with self._lock:
            return self._acts.get(act_id)

    def tell(self, act_id: str) -> None:
        """Note that its end has been shown."""
        with self._lock:
            if act_id in self._acts:
                self._acts[act_id] = replace(self._acts[act_id], is_told=True)

    def _guarded(self, act: Act, commands: Sequence[Sequence[str]], prepare: Prepare | None) -> None:
        """Whatever happens, the act ends in words."""
        try:
            self._work(act, commands, prepare)
        except IntakeError as error:
            self._change(act, stage="failed", trouble=str(error), findings=tuple(error.findings))
        except Exception as error:  # noqa: BLE001 - noted with its trace
            number = faults.note("an act could not be carried out", error)
            trouble = f"不具合のため止まりました。{faults.told(number)}"
            self._change(act, stage="failed", trouble=trouble)

    def _work(self, act: Act, commands: Sequence[Sequence[str]], prepare: Prepare | None) -> None:
        with self.pipeline.changing:
            self._change(act, stage="working")
            refused: IntakeError | None = None
            for command in commands:
                more = prepare() if prepare is not None and command is commands[0] else ()
                try:
                    whole = [*command, *more, "--raw", str(self.pipeline.raw)]
                    said = self._run(whole, act)
                except IntakeError as error:
                    refused = error
                    break
                self._change(act, result=said, is_kept=True)
            now = self.act(act.act_id)
            if act.builds and (not commands or (now is not None and now.is_kept)):
                self._change(act, stage="building")
                self.pipeline.build()
            if refused is not None:
                raise refused
        self._change(act, stage="done")

    def _run(self, command: Sequence[str], act: Act) -> dict[str, Any]:
        if act_notes.changes(command):
            return self.pipeline.change(command, COMMAND_SECONDS, act.note, is_followed=act.builds)
        return self.pipeline.ask(command, COMMAND_SECONDS, is_followed=act.builds)

    def _change(self, act: Act, **changes: Any) -> None:
        if "stage" in changes:
            changes["since"] = time.monotonic()
        with self._lock:
            self._acts[act.act_id] = replace(self._acts.get(act.act_id, act), **changes)

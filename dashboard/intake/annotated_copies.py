"""All annotated copies of a round in one zip, made in the background because each is a run of the pipeline."""

from __future__ import annotations

import io
import secrets
import threading
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard import faults
from dashboard.intake.jobs import Intake
from dashboard.intake.pipeline import IntakeError

MOST_JOBS = 4
NOT_MADE = "作れなかった写し.txt"


@dataclass(frozen=True)
class CopiesJob:
    """`done` of `whole` files are through; `content` is the zip once all are, `trouble` why there is none."""

    job_id: str
    name: str
    whole: int
    done: int = 0
    not_made: tuple[str, ...] = ()
    content: bytes | None = None
    trouble: str = ""

    @property
    def is_running(self) -> bool:
        return self.content is None and not self.trouble


class Copies:
    """The jobs of a running application; one works at a time, so that a PC stays usable."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._jobs: dict[str, CopiesJob] = {}
        self._lock = threading.Lock()
        self._one = threading.Lock()

    def start(self, files: Sequence[str], fiscal_year: int, name: str) -> CopiesJob:
        """Begin to make the copies of received files; returns at once."""
        job = CopiesJob(secrets.token_urlsafe(12), name, len(files))
        with self._lock:
            self._jobs[job.job_id] = job
            ended = [key for key, one in self._jobs.items() if not one.is_running]
            for key in ended[: max(0, len(self._jobs) - MOST_JOBS)]:
                del self._jobs[key]
        threading.Thread(target=self._guarded, args=(job, tuple(files), fiscal_year), daemon=True).start()
        return job

    def job(self, job_id: str) -> CopiesJob | None:
        with self._lock:
            return self._jobs.get(job_id)

    def _guarded(self, job: CopiesJob, files: Sequence[str], fiscal_year: int) -> None:
        try:
            with self._one:
                self._make(job, files, fiscal_year)
        except Exception as error:  # noqa: BLE001 - noted with its trace
            number = faults.note("annotated copies could not be made", error)
            self._store(replace(job, trouble=f"不具合のため、写しを作れませんでした。{faults.told(number)}"))

    def _make(self, job: CopiesJob, files: Sequence[str], fiscal_year: int) -> None:
        made: dict[str, bytes] = {}
        for number, file in enumerate(files, start=1):
            try:
                name, content = self.intake.annotate(file, fiscal_year)
                made[_apart(name, made)] = content
            except IntakeError as error:
                job = replace(job, not_made=(*job.not_made, f"{file}: {error}"))
            job = replace(job, done=number)
            self._store(job)
        if not made:
            self._store(replace(job, trouble="写しを作れるファイルがありませんでした。"))
            return
        if job.not_made:
            made[NOT_MADE] = "\r\n".join(job.not_made).encode("utf-8-sig")
        self._store(replace(job, content=zipped(made)))

    def _store(self, job: CopiesJob) -> None:
        with self._lock:
            self._jobs[job.job_id] = job


def zipped(documents: Mapping[str, bytes]) -> bytes:
    """A zip of documents by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in documents.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _apart(name: str, taken: Mapping[str, bytes]) -> str:
    stem, _, ending = name.rpartition(".")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem} ({number}).{ending}"
    return free

"""`python -m tests.benchmarks.bench_kills`: kills at random moments over app, build, register, journal and 控え."""

from __future__ import annotations

import argparse
import csv
import http.client
import itertools
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from dashboard import journal
from etl import publish, raw_writes, sources, unfinished_restore
from etl.backup import reading
from tests.benchmarks.clients import Client
from tests.browser.serving import HOST, ROOT, free_port, wait_until_served
from tests.etl.raw_copy import copy_raw

SAID = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤"}
HEAD = "団体コード,市町村名,実施状況,実施開始年度"
TOWNS, SEED = 179, 14
WRITER = """
import sys
from pathlib import Path
from dashboard import journal
while True:
    record = journal.write(Path(sys.argv[1]), "contact", "01581", {**SAID, "said": "あ" * 2000}, "佐藤")
    print(record.record_id, flush=True)
""".replace("SAID", repr(SAID))


@dataclass
class Office:
    """A PC with received files, data and records; what was acknowledged there, and what was found wrong."""

    root: Path
    chance: random.Random
    records: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    registered: set[str] = field(default_factory=set)
    backups: set[Path] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def curated(self) -> Path:
        return self.root / "curated"

    @property
    def journal(self) -> Path:
        return self.root / "journal" / "journal.sqlite"

    def command(self, *given: object) -> list[str]:
        return [sys.executable, "-m", "etl", *map(str, given), "--raw", str(self.raw)]

    def killed(self, area: str, command: list[str]) -> str | None:
        """Kill a command at a random moment of the time it takes; what it printed where it was done before that."""
        begun = time.monotonic()
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            output, said = process.communicate(timeout=self.chance.uniform(0.05, 1.3) * self.seconds[area])
        except subprocess.TimeoutExpired:
            _kill(process.pid)
            process.communicate()
            self.kills[area] += 1
            return None
        self.seconds[area] = time.monotonic() - begun  # the machine may be busier than before
        if process.returncode != 0:
            self.wrong.append(f"{area} refused: {said[-300:]}")
            return None
        return output


def _kill(pid: int) -> None:
    """A process and what it started, at once, as by a power cut."""
    process = psutil.Process(pid)
    for one in [process, *process.children(recursive=True)]:
        one.kill()


def build(office: Office) -> None:
    office.killed("build", [*office.command("build"), "--curated", str(office.curated)])


def register(office: Office) -> None:
    number = len(list((office.root / "lists").iterdir()))
    listed = office.root / "lists" / f"R6名簿{number}.csv"
    with (office.raw / "reference" / "municipalities.csv").open(encoding="utf-8-sig", newline="") as stream:
        town = list(csv.DictReader(stream))[number]
    line = f"{town['code']},{town['name']},実施中,令和6年度"
    listed.write_text(f"{HEAD}\n{line}\n", encoding="utf-8")
    given = ("add", "status_list", listed, "--as-of", "2024-04-01", "--received-on", "2024-05-10")
    said = office.killed("register", [*office.command(*given), "--coverage", "partial", "--json"])
    if said is not None:
        office.registered.add(str(json.loads(said)["file"]))


def write(office: Office) -> None:
    """A writer of records without a pause, killed in the middle."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(office.journal)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    office.records.add(process.stdout.readline().strip())
    time.sleep(office.chance.random() * 0.3)
    _kill(process.pid)
    office.kills["journal"] += 1
    lines = process.communicate()[0].splitlines(keepends=True)
    office.records |= {line.strip() for line in lines if line.endswith("\n")}


def back_up(office: Office) -> None:
    """A 控え that is made, or the last one put back: what it brings is the state that it was made of."""
    folder = office.root / "backups"
    given = ("--journal", office.journal)
    made = office.killed("backup", [*office.command("backup", "make", "--to", folder, *given), "--json"])
    if made is not None:
        office.backups.add(Path(json.loads(made)["file"]))
        newest = json.loads(made)["file"]
        office.killed("restore", office.command("backup", "restore", newest, *given))


def use(office: Office) -> None:
    """Two people who write records in the program, which is killed while they do."""
    port = free_port()
    log = office.root / "server.log"
    given = ["--raw", office.raw, "--curated", office.curated, "--journal", office.journal, "--port", port]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", *map(str, given)], cwd=ROOT, stdout=output, stderr=output
        )
        wait_until_served(process, port, log)
        address = f"http://{HOST}:{port}"
        callback = _save_callback(address)
        writers = [
            threading.Thread(target=_post, args=(office, address, callback, place)) for place in range(2)
        ]
        for writer in writers:
            writer.start()
        time.sleep(office.chance.uniform(0.1, 1.0))
        _kill(process.pid)
        office.kills["app"] += 1
        process.wait()
        for writer in writers:
            writer.join()


def _save_callback(address: str) -> dict[str, Any]:
    """How the button 「記録する」 asks, as the program tells every browser."""
    client = Client(address)
    client.connection.request("GET", "/_dash-dependencies")
    found = json.loads(client.connection.getresponse().read())
    callback: dict[str, Any] = next(one for one in found if one["output"].startswith("..log-result"))
    return callback


def _post(office: Office, address: str, callback: dict[str, Any], place: int) -> None:
    """Write records until nobody answers; those to which the program says 「記録しました」 are acknowledged."""
    values = {"log-town": "01581", "written-by": "佐藤"} | {
        f"log-contact-{name}": SAID[name] for name in SAID
    }
    outputs = [one.rpartition(".") for one in callback["output"].strip(".").split("...")]
    client = Client(address)
    while True:
        text = f"{place} {office.chance.random()}"
        filled = values | {"log-contact-said": text}
        body = {
            "output": callback["output"],
            "outputs": [{"id": name, "property": what} for name, _, what in outputs],
            "inputs": [{**one, "value": int(one["id"] == "log-save")} for one in callback["inputs"]],
            "changedPropIds": ["log-save.n_clicks"],
            "state": [{**one, "value": filled.get(one["id"])} for one in callback["state"]],
        }
        try:
            headers = {"Content-Type": "application/json", "Origin": address}
            client.connection.request("POST", "/_dash-update-component", json.dumps(body), headers)
            answer = client.connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return
        if "記録しました" not in json.dumps(json.loads(answer), ensure_ascii=False):
            office.wrong.append(f"a record was refused: {answer[:200]!r}")
            return
        office.said.add(text)


def look(office: Office) -> None:
    """All that was acknowledged is there, and nothing half, whoever comes next."""
    with raw_writes.locked(office.raw):  # who comes next does a restore to its end that was decided on
        pass
    problems = journal.problems(office.journal)
    contacts = journal.contacts(office.journal)
    lost = (office.records - set(contacts["record_id"])) | (office.said - set(contacts["said"]))
    rows, findings = sources.read_register(office.raw)
    gone = office.registered - {row.file for row in rows}
    half = [finding for finding in findings if finding.rule != "SRC-UNREGISTERED"]
    if problems or lost or gone or half:
        office.wrong.append(f"{problems} lost {lost} {gone} half {half}")
    with publish.connect(office.curated) as connection:
        towns = connection.execute("select count(*) from mart_municipality").fetchall()[0][0]
    if towns != TOWNS or (office.raw / unfinished_restore.FOLDER).exists():
        office.wrong.append(f"{towns} towns, or a restore that was not done to its end")
    for file in office.backups | set((office.root / "backups").glob("*.zip")):
        with reading.opened(file) as backup:
            backup.verify()
        if file not in office.backups:
            file.unlink()  # whole, though nobody was told of it


AREAS: dict[str, Callable[[Office], None]] = {
    "app": use,
    "build": build,
    "register": register,
    "journal": write,
    "backup": back_up,
}


def run(root: Path, kills: int, seed: int) -> Office:
    """An office that is killed so often, one area after the other, and looked at each time; then built once more."""
    office = Office(root, random.Random(seed))
    for folder in ("lists", "backups"):
        (root / folder).mkdir()
    copy_raw(office.raw)
    journal.write(office.journal, "contact", "01581", {**SAID, "said": "初めの記録"}, "佐藤")
    whole = [*office.command("build"), "--curated", str(office.curated)]
    subprocess.run(whole, cwd=ROOT, check=True, capture_output=True)
    office.seconds = dict.fromkeys([*AREAS, "restore"], 3600.0)  # once to its end, to learn how long it takes
    for area in ("build", "register", "backup"):
        AREAS[area](office)
    areas = itertools.cycle(AREAS)
    while office.kills.total() < kills:
        AREAS[next(areas)](office)
        look(office)
        for old in sorted(office.backups, key=lambda path: path.stat().st_mtime_ns)[:-3]:
            office.backups.remove(old)
            old.unlink()
    subprocess.run(whole, cwd=ROOT, check=True, capture_output=True)
    look(office)
    if list(office.curated.glob(f"*{publish.BUILDING_SUFFIX}*")):
        office.wrong.append("a half warehouse was left")
    return office


def told(office: Office) -> list[str]:
    """One line of what was done, and one of each thing that was wrong."""
    areas = "、".join(f"{area} {times}" for area, times in office.kills.items())
    kept = len(office.records) + len(office.said)
    return [
        f"{office.kills.total()}回止めた（{areas}）。残っている記録 {kept} 件（画面から {len(office.said)} 件）、"
        f"登録 {len(office.registered)} 件、失ったもの・半端なもの {len(office.wrong)} 件",
        *office.wrong,
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_kills", description="止められても何も失わないことを確かめる"
    )
    parser.add_argument("--kills", type=int, default=200, help="止める回数（既定 200）")
    parser.add_argument("--seed", type=int, default=SEED, help=f"いつ止めるかの種（既定 {SEED}）")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        said = told(run(Path(folder), given.kills, given.seed))
    sys.stdout.write("".join(f"- {line}\n" for line in said))
    return len(said) - 1


if __name__ == "__main__":
    raise SystemExit(main())

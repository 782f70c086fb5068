"""What 起動 and 停止 of a bundle do: `python -m tools.office start` and `stop`.

A server is known by its program: it runs from the Python of this very folder. So a second double click finds the first,
and nothing of another folder, person or program is ever stopped.
"""

import argparse
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from machine import start_token
from tools import run

PORTS = range(8050, 8070)
# Whoever started us tells by it a reason that we have told from a Python that was kept from running.
TOLD = 3
ASKING_SECONDS = 0.2
STOPPING_SECONDS = 20


def own_interpreter(folder: Path = run.ROOT.parent) -> Path | None:
    """The Python within the bundle's folder; None where we run from a Python that others may run from too."""
    interpreter = Path(sys.executable)
    return interpreter if interpreter.resolve().is_relative_to(folder) else None


def servers(interpreter: Path | None) -> Iterator[tuple[psutil.Process, int]]:
    """The servers that run from a bundle's Python, with their ports."""
    if interpreter is None:
        return
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
            is_ours = bool(process.exe()) and Path(process.exe()).samefile(interpreter)
        except (psutil.AccessDenied, psutil.NoSuchProcess, OSError):
            continue  # of another account, or gone meanwhile
        if is_ours and words[1:3] == ["-m", "dashboard"] and "--port" in words:
            yield process, int(words[words.index("--port") + 1])


def start(open_page: Callable[[str], bool], raw: Path, curated: Path) -> int:
    """Build the warehouse, serve it and open the first page; a server that already runs is opened."""
    for _, port in servers(own_interpreter()):
        if address := start_token.running_at(port):
            sys.stdout.write(f"かさなりはもう動いています。{address} を開きます。\n")
            open_page(address)
            return 0
    free = next((port for port in PORTS if not run.is_in_use(port)), None)
    if free is None:
        run.report_error(
            f"ポート {PORTS[0]}〜{PORTS[-1]} がすべて使われているため、開けません。PC を再起動してください。"
        )
        return TOLD
    sys.stdout.write("資料を取り込んでいます。初めは1分ほどかかります。\n")
    sys.stdout.flush()
    if run.build(raw, curated) != 0:
        return TOLD
    command = [sys.executable, "-m", "dashboard", "--raw", raw, "--curated", curated, "--port", str(free)]
    server = subprocess.Popen([str(word) for word in command], cwd=run.ROOT)
    try:
        while not (address := start_token.running_at(free)):
            try:
                server.wait(ASKING_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return TOLD  # it has said why
        sys.stdout.write(
            "この画面（黒い窓）は、使っている間は閉じないでください。閉じるか「停止」を押すと止まります。\n"
        )
        sys.stdout.flush()
        open_page(address)
        server.wait()
    except KeyboardInterrupt:
        server.wait()
    return 0


def stop(interpreter: Path | None) -> int:
    """End the servers of this folder. What was recorded is on the disk already, so nothing is lost."""
    running = [process for process, _ in servers(interpreter)]
    if not running:
        sys.stdout.write("かさなりは動いていません。\n")
        return 0
    for process in running:
        process.terminate()
    _, left = psutil.wait_procs(running, timeout=STOPPING_SECONDS)
    if left:
        run.report_error("止められませんでした。PC を再起動してください。")
        return TOLD
    sys.stdout.write("かさなりを止めました。\n")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.office", description="かさなりを開く・止める")
    parser.add_argument("act", choices=("start", "stop"))
    parser.add_argument("--no-browser", action="store_true", help="ブラウザを開かない")
    parser.add_argument("--raw", type=Path, default=run.ROOT / "data" / "raw")
    parser.add_argument("--curated", type=Path, default=run.ROOT / "data" / "curated")
    options = parser.parse_args()
    if options.act == "stop":
        return stop(own_interpreter())
    return start((lambda _: False) if options.no_browser else webbrowser.open, options.raw, options.curated)


if __name__ == "__main__":
    raise SystemExit(main())

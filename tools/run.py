"""What `make run` does once the virtual environment exists: write fictional returns if there are none, build, serve.

Everything here works on Windows as well:  .venv\\Scripts\\python tools\\run.py
"""

import argparse
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def is_in_use(port: int) -> bool:
    """Whether something already listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((HOST, port)) == 0


def own_address(port: int) -> str:
    """What to open where a server of this very account listens, which it proves; "" for anybody else."""
    sys.path.insert(0, str(ROOT))
    from machine import start_token

    return start_token.running_at(port)


def run_python(*arguments: str) -> int:
    """Run a command of the project from its folder and return the exit code."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode


def python_command() -> str:
    """The Python of the project as it is typed in the project folder."""
    interpreter = Path(sys.executable)
    return str(interpreter.relative_to(ROOT) if interpreter.is_relative_to(ROOT) else interpreter)


def report_error(*lines: str) -> int:
    """Print the lines on stderr and return the exit code of a failure."""
    sys.stderr.write("\n".join(lines) + "\n")
    return 1


def has_returns(raw: Path) -> bool:
    """Whether any 調査票, real or fictional, has been received."""
    return any(raw.glob("survey/*/**/REGISTER.csv"))


def write_demo(raw: Path) -> None:
    """Write fictional returns, so that a fresh machine has something to show. The dashboard opens without them too."""
    lines = (
        "市町村からの回答がまだないので、試すための架空の回答を作ります（1分ほど）。",
        "画面と出力には「架空データ」と表示されます。実際の回答を受け取った年度の架空の回答は使いません。",
        f"取り除くには: {python_command()} -m etl demo --remove",
        "取り除いたあと、作りなおさずに開くには: make run DEMO=no",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    if run_python("-m", "etl", "demo", "--raw", str(raw)) != 0:
        report_error("架空の回答を作れなかったので、公表資料だけで開きます。")


def build(raw: Path, curated: Path) -> int:
    """Build the warehouse; where that is refused, 0 as long as an earlier one can be shown."""
    if run_python("-m", "etl", "build", "--raw", str(raw), "--curated", str(curated)) == 0:
        return 0
    if not (curated / "current").exists():
        return report_error("データを取り込めなかったため、開けません。上の説明に従って直してください。")
    report_error("取り込めなかったため、前回取り込んだデータで開きます。上の説明に従って直してください。")
    return 0


def run(port: int, raw: Path, curated: Path, *, demo: bool = True) -> int:
    """Build the warehouse and serve it until it is stopped; returns an exit code."""
    if is_in_use(port):
        own = own_address(port)
        return report_error(
            f"ポート {port} はすでに使われています。",
            f"あなたのかさなりが動いています。ブラウザで {own} を開いてください。"
            if own
            else "使っているのは、あなたが起動したかさなりではありません。そのアドレスは開かないでください。",
            f"別のポートで開くには: make run PORT={port + 1}",
        )
    if demo and not has_returns(raw):
        write_demo(raw)
    if build(raw, curated) != 0:
        return 1
    places = ("--raw", str(raw), "--curated", str(curated))
    return run_python("-m", "dashboard", *places, "--host", HOST, "--port", str(port))


def main() -> int:
    parser = argparse.ArgumentParser(description="取り込みをしてダッシュボードを開く")
    parser.add_argument("--port", type=int, default=8050)
    parser.add_argument("--raw", type=Path, default=ROOT / "data" / "raw")
    parser.add_argument("--curated", type=Path, default=ROOT / "data" / "curated")
    parser.add_argument("--no-demo", action="store_true", help="回答がなくても、架空の回答を作らない")
    options = parser.parse_args()
    try:
        return run(options.port, options.raw, options.curated, demo=not options.no_demo)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    raise SystemExit(main())

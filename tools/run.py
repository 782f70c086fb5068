"""What `make run` does once the virtual environment stands: take in the raw files, then serve the dashboard.

Everything here works on Windows as well:  .venv\\Scripts\\python tools\\run.py
"""

import argparse
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def is_taken(port: int) -> bool:
    """Whether something answers on the port already."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((HOST, port)) == 0


def python(*arguments: str) -> int:
    """Run one of our commands from the project folder and give its exit code."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode


def complain(*lines: str) -> int:
    sys.stderr.write("\n".join(lines) + "\n")
    return 1


def run(port: int, raw: Path, curated: Path) -> int:
    if is_taken(port):
        return complain(
            f"ポート {port} はすでに使われています。",
            f"かさなりが動いているなら、ブラウザで http://{HOST}:{port}/ を開いてください。",
            f"別のポートで開くには: make run PORT={port + 1}",
        )
    built = python("-m", "etl", "build", "--raw", str(raw), "--curated", str(curated))
    if built != 0:
        if not (curated / "current").exists():
            return complain("データを取り込めなかったため、開けません。上の説明に従って直してください。")
        complain("取り込めなかったため、前回取り込んだデータで開きます。上の説明に従って直してください。")
    return python("-m", "dashboard", "--curated", str(curated), "--host", HOST, "--port", str(port))


def main() -> int:
    parser = argparse.ArgumentParser(description="取り込みをしてダッシュボードを開く")
    parser.add_argument("--port", type=int, default=8050)
    parser.add_argument("--raw", type=Path, default=ROOT / "data" / "raw")
    parser.add_argument("--curated", type=Path, default=ROOT / "data" / "curated")
    given = parser.parse_args()
    try:
        return run(given.port, given.raw, given.curated)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    raise SystemExit(main())

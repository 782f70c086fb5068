"""One clock: the day is Japan's, on a machine of any zone, for the commands and for the screen alike."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

ASK_BOTH = """
import json
from datetime import UTC, datetime
from dashboard import clock as screen
from etl import clock as commands
before = datetime.now(UTC).isoformat()
days = [str(commands.today()), str(screen.today())]
print(json.dumps({"before": before, "days": days, "after": datetime.now(UTC).isoformat()}))
"""


@pytest.mark.parametrize("zone", ["UTC0", "JST-9", "LINT-14", "AOE12"])
def test_commands_and_screen_count_the_day_of_japan_on_a_machine_of_any_zone(zone: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", ASK_BOTH], env=os.environ | {"TZ": zone}, capture_output=True, check=True
    )
    answer = json.loads(run.stdout)
    # at nine hours past UTC; midnight of Japan may pass between the two questions
    possible = {
        str((datetime.fromisoformat(answer[moment]).astimezone(UTC) + timedelta(hours=9)).date())
        for moment in ("before", "after")
    }
    assert set(answer["days"]) <= possible

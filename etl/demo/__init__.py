"""Fictional returns and activities, flagged synthetic at the source: `demo.run`, `demo.remove`."""

from etl.demo.make import DemoPlan, DemoReport, RoundReport, plan_demo, remove, run
from etl.demo.world import DemoRefusedError

__all__ = ["DemoPlan", "DemoRefusedError", "DemoReport", "RoundReport", "plan_demo", "remove", "run"]

"""Many clients of the Streamlit page: its files by HTTP, then its websocket. Run in the twin's own environment.

Arguments: address, clients, rounds, a JSON file of the requests that a browser was seen to make, labels of two years.
Prints one JSON object: seconds of each first load and of each change of the year, until the script has finished.
"""

import json
import sys
import threading
import time
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.benchmarks.clients import Asked, Client, at_once


def main(address: str, number: str, rounds: str, seen: str, *labels: str) -> None:
    opening = [Asked(*one) for one in json.loads(Path(seen).read_text(encoding="utf-8"))]
    loads: list[float] = []
    moves: list[float] = []

    def work(_place: int, barrier: threading.Barrier) -> None:
        client = Client(address)
        barrier.wait()
        started = time.perf_counter()
        client.ask(opening)
        with connect(
            address.replace("http", "ws", 1) + "/_stcore/stream",
            max_size=None,
            compression=None,
            subprotocols=["streamlit"],
        ) as socket:
            kept: set[str] = set()
            select = run(socket, "", "", kept)
            loads.append(time.perf_counter() - started)
            barrier.wait()
            for turn in range(int(rounds)):
                started = time.perf_counter()
                run(socket, select, labels[turn % len(labels)], kept)
                moves.append(time.perf_counter() - started)

    at_once(int(number), work)
    sys.stdout.write(json.dumps({"loads": loads, "moves": moves}))


def run(socket: ClientConnection, select: str, label: str, kept: set[str]) -> str:
    """Let the script run with a year chosen, as the browser asks, and wait for its end. Returns the id of the choice."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    if select:
        widget = asked.rerun_script.widget_states.widgets.add()
        widget.id, widget.string_value = select, label
        asked.rerun_script.cached_message_hashes.extend(kept)
    socket.send(asked.SerializeToString())
    charts = 0
    while True:
        said = ForwardMsg()
        said.ParseFromString(socket.recv())
        kind = said.WhichOneof("type")
        if said.metadata.cacheable:
            kept.add(said.hash)
        if kind == "delta" and said.delta.new_element.WhichOneof("type") == "selectbox":
            select = said.delta.new_element.selectbox.id
        charts += kind == "ref_hash" or (
            kind == "delta" and said.delta.new_element.WhichOneof("type") == "plotly_chart"
        )
        if kind == "script_finished":
            if not charts:
                raise RuntimeError("the script finished without a map")
            return select


if __name__ == "__main__":
    main(*sys.argv[1:])

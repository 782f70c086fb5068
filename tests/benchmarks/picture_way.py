"""The picture way, in an environment of its own: plotly figures exported as images by kaleido and pasted onto slides.

python picture_way.py FIGURES.json OUT.pptx TIMES.json: a cold run, then warm ones in the same process.
"""

import io
import json
import os
import sys
import time
from pathlib import Path

import kaleido
import plotly.io
from pptx import Presentation
from pptx.util import Inches, Pt

WIDE, HIGH, SCALE = 1100, 560, 2


def deck(slides: list[dict[str, object]]) -> bytes:
    """One slide a figure, or its words alone."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    for slide in slides:
        drawn = presentation.slides.add_slide(presentation.slide_layouts[5])
        drawn.shapes.title.text = str(slide["title"])
        if slide["figure"]:
            image = plotly.io.from_json(json.dumps(slide["figure"]), skip_invalid=True).to_image(
                format="png", width=WIDE, height=HIGH, scale=SCALE
            )
            drawn.shapes.add_picture(io.BytesIO(image), Inches(0.6), Inches(1.4), width=Inches(12))
        else:
            box = drawn.shapes.add_textbox(Inches(0.6), Inches(1.4), Inches(12), Inches(5.5))
            box.text_frame.text = str(slide["words"])
            box.text_frame.paragraphs[0].font.size = Pt(12)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def main() -> int:
    figures, out, times = (Path(name) for name in sys.argv[1:4])
    slides = json.loads(figures.read_text(encoding="utf-8"))
    plotly.io.defaults.topojson = os.environ["KASANARI_TOPOJSON"]  # else it asks a CDN
    seconds = []
    start = time.perf_counter()
    kaleido.start_sync_server(n=1, mathjax=False)
    for _ in range(int(sys.argv[4])):
        out.write_bytes(deck(slides))
        seconds.append(time.perf_counter() - start)
        start = time.perf_counter()
    kaleido.stop_sync_server()
    times.write_text(json.dumps(seconds), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""A deck or template that would hurt is refused in words before anything of it is parsed."""

import io
import zipfile
from collections.abc import Callable

import pytest
from pptx import Presentation

from dashboard.export.deck.package import DeckRefusedError, open_deck

THEME, MASTER = "ppt/theme/theme1.xml", "ppt/slideMasters/slideMaster1.xml"
PADDING = b"<!--" + b"x" * 3_000 + b"-->"
HEAD = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    plain, out = io.BytesIO(), io.BytesIO()
    Presentation().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, change(content) if part.filename == name else content)
    return out.getvalue()


def after_head(xml: bytes, more: bytes) -> bytes:
    return HEAD + more + xml.partition(b"?>")[2]


HOSTILE: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a DTD behind a long comment": (
        THEME,
        lambda xml: after_head(xml, PADDING + b"<!DOCTYPE a [<!ENTITY b 'c'>]>"),
    ),
    "a file behind a long comment": (
        THEME,
        lambda xml: after_head(xml, PADDING + b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>"),
    ),
    "UTF-16": (THEME, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
    "UTF-16 without a mark": (THEME, lambda xml: xml.decode().encode("utf-16-le")),
    "another encoding": (MASTER, lambda xml: xml.replace(b"UTF-8", b"cp037", 1)),
    "a master of empty elements": (
        MASTER,
        lambda xml: xml.replace(b"</p:spTree>", b"<a/>" * 300_000 + b"</p:spTree>"),
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_deck_is_refused_in_words(kind: str) -> None:
    with pytest.raises(DeckRefusedError, match=r"「ひな形\.pptx」.*開きません"):
        open_deck(with_part(*HOSTILE[kind]), "ひな形.pptx")


def test_a_long_comment_alone_is_no_reason() -> None:
    assert open_deck(with_part(THEME, lambda xml: after_head(xml, PADDING)), "ひな形.pptx")

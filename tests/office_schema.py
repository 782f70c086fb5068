"""Whether Office would open a file without repairing it: the rules of Microsoft's Open XML SDK, ported by openxml-audit."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from pathlib import Path

from lxml import etree
from openxml_audit import OpenXmlValidator

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def faults(content: bytes, folder: Path, suffix: str) -> list[str]:
    """What the schemas, the rules of meaning and the package itself find wrong; suffix: .pptx, .docx or .xlsx."""
    path = folder / f"looked_at{suffix}"
    path.write_bytes(content)
    found = [str(error) for error in OpenXmlValidator().validate(str(path)).errors]
    return found + package_faults(content)


def package_faults(content: bytes) -> list[str]:
    """Parts twice, relations that lead nowhere, parts without a type, shapes of one slide with one number."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        found += [f"{name} is there twice" for name in set(names) if names.count(name) > 1]
        types = archive.read("[Content_Types].xml").decode()
        for name in names:
            ending = name.rpartition(".")[2]
            if f'PartName="/{name}"' not in types and f'Extension="{ending}"' not in types:
                found.append(f"{name} has no type")
        for name in (n for n in names if n.endswith(".rels")):
            home = posixpath.dirname(posixpath.dirname(name))
            for one in etree.fromstring(archive.read(name)).iter(RELATION):
                target = posixpath.normpath(posixpath.join("/", home, one.get("Target"))).lstrip("/")
                if one.get("TargetMode") != "External" and target not in names:
                    found.append(f"{name} leads to {target}, which is not there")
        for name in (n for n in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)):
            ids = re.findall(r'<p:cNvPr id="(\d+)"', archive.read(name).decode())
            found += [f"{name}: number {one} twice" for one in set(ids) if ids.count(one) > 1]
    return found

"""A slide under another title, or under another key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.export.deck.model import Element, Map, Sketch, Slide, Text, owned


def retitled(slide: Slide, title: str, size_in: Callable[[Text], float]) -> Slide:
    """The slide with a title that somebody chose, in the size that size_in gives it."""

    def one(element: Element) -> Element:
        if isinstance(element, Text) and element.role == "title":
            return replace(
                element, paragraphs=(replace(element.paragraphs[0], parts=(title,), size=size_in(element)),)
            )
        return element

    return replace(slide, elements=tuple(one(element) for element in slide.elements))


def renamed(slide: Slide, view: str, asked: dict[str, object]) -> Slide:
    """The slide under another key, for a deck that shows one view twice."""

    def name(old: str) -> str:
        return owned(old.rpartition("｜")[0], view)

    def one(element: Element) -> Element:
        if isinstance(element, Map):
            return replace(
                element,
                name=name(element.name),
                shapes=tuple(replace(shape, name=name(shape.name)) for shape in element.shapes),
                outlines=tuple(replace(shape, name=name(shape.name)) for shape in element.outlines),
                labels=tuple(replace(label, name=name(label.name)) for label in element.labels),
            )
        if isinstance(element, Sketch):
            return replace(
                element,
                name=name(element.name),
                grounds=tuple(replace(shape, name=name(shape.name)) for shape in element.grounds),
                strokes=tuple(replace(stroke, name=name(stroke.name)) for stroke in element.strokes),
                marks=tuple(replace(shape, name=name(shape.name)) for shape in element.marks),
                labels=tuple(replace(label, name=name(label.name)) for label in element.labels),
            )
        return replace(element, name=name(element.name))

    if view == slide.view:
        return replace(slide, view_state=asked)
    elements = tuple(one(element) for element in slide.elements)
    return replace(slide, view=view, view_state=asked, elements=elements)

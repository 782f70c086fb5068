"""How light a colour is: as it is, in grey, and to who sees no green."""

# towns-grid .ag-center-cols-container .ag-row"
# Linear light of red, green, blue as one without the green cones sees it (Machado, Oliveira, Fernandes 2009).
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def linear(fill: str) -> list[float]:
    """Red, green and blue of #rrggbb or rgb(r, g, b) as shares of light."""
    if fill.startswith("#"):
        parts = [int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    else:
        parts = [int(part) / 255 for part in fill.removeprefix("rgb(").removesuffix(")").split(", ")]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(fill: str) -> float:
    red, green, blue = linear(fill)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def luminance_without_green(fill: str) -> float:
    """As luminance, to a person with deuteranopia."""
    seen = [
        min(max(sum(weight * part for weight, part in zip(row, linear(fill), strict=True)), 0), 1)
        for row in DEUTERANOPIA
    ]
    return 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]

"""Plots as values for the templates in `templates/analysis/`, which draw them as SVG.

Every plot is narrow, with labels above its marks, so that one drawing can be read at
360 pixels, on a wide screen and in print. No colour has a meaning: shades run from dark
to light in the order of the scale and every part has its number. The table beside a plot
has every figure, so its text alternative says what it shows and not each of them.
"""

from .bars import BarInput, Bars, diverging, stacked
from .dots import DotInput, Dots, dots
from .paper import on_paper
from .slopes import SlopeInput, Slopes, slopes

__all__ = [
    "BarInput",
    "Bars",
    "DotInput",
    "Dots",
    "SlopeInput",
    "Slopes",
    "diverging",
    "dots",
    "on_paper",
    "slopes",
    "stacked",
]

"""How values are written, for the help of the screens on which they are typed."""

from __future__ import annotations

from studyai.tui.commands import HelpLine

WRITING = (
    HelpLine("0.125", "Decimals", "The decimal sign is a point. A comma parts the entries of a list."),
    HelpLine("13/2", "Numbers", "Also 1.2e-8, 1.2×10⁻⁸, ½, √2, x², π, ln(2), σ(2): arithmetic is worked out."),
    HelpLine("[1, 2]", "Lists", "Rows: [[1, 2], [3, 4]] or [1 2; 3 4]. Arrays of NumPy and torch can be pasted."),
    HelpLine("2x", "Products", "The * may be left out where there is one reading; 1/2x has two."),
)

"""Whether LaTeX closes what it opens: an independent look at braces, fences and environments."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\\(?:begin|end)\{[A-Za-z*]+\}|\\(?:left|right)(?![A-Za-z])|\\[^A-Za-z]|\\[A-Za-z]+|[{}]")


def unbalanced(source: str) -> str:
    """The first thing that does not match, or nothing."""
    opened: list[str] = []
    for match in TOKEN.finditer(re.sub(r"(?m)(?<!\\)%.*$", "", source)):
        token = match[0]
        if token in ("{", r"\left") or token.startswith(r"\begin{"):
            opened.append(token)
        elif token in ("}", r"\right") or token.startswith(r"\end{"):
            partner = {"}": "{", r"\right": r"\left"}.get(token, token.replace(r"\end", r"\begin"))
            if not opened or opened.pop() != partner:
                return source[max(0, match.start() - 60) : match.end()]
    return "".join(opened)

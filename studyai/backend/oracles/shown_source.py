"""An oracle's source as it is shown: what runs, and nothing else of its file."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any


def shown_source(function: Callable[..., Any]) -> str:
    """Return the function as run, below the imports, constants and other functions of its file that it uses."""
    text = inspect.getsource(function)
    file = Path(inspect.getfile(function)).read_text(encoding="utf-8")
    helpers, names = _helpers(ast.parse(file).body, ast.parse(text))
    lines = ["from __future__ import annotations", ""]
    for node in ast.parse(file).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [name for name in node.names if (name.asname or name.name) in names]
            lines += [ast.unparse(node)] if node.names else []
    written = [ast.get_source_segment(file, node) or "" for node in helpers]
    return "\n".join([*lines, *(f"\n\n{one}" for one in written), "", "", text])


def _helpers(body: list[ast.stmt], function: ast.AST) -> tuple[list[ast.stmt], set[str]]:
    """Return what of a file's own functions and constants a function uses, itself or through these; all names used."""
    names, used = _names(function), []
    own = [node for node in body if isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign)]
    while found := [node for node in own if node not in used and _defined(node) & names]:
        used += found
        names = names.union(*map(_names, found))
    return [node for node in own if node in used], names


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _defined(node: ast.FunctionDef | ast.Assign | ast.AnnAssign) -> set[str]:
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}

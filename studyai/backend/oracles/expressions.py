"""Expressions as torch functions, for derivatives by autograd: read by Python's own parser, never executed."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable

import torch
from torch import Tensor

from studyai.backend.oracles.givens import Expression, GivensError, Vector
from studyai.backend.oracles.registry import Answers, oracle

FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "sin": torch.sin,
    "cos": torch.cos,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}
OPERATIONS: dict[type[ast.operator], Callable[[Tensor, Tensor], Tensor]] = {
    ast.Add: torch.add,
    ast.Sub: torch.sub,
    ast.Mult: torch.mul,
    ast.Div: torch.div,
    ast.Pow: torch.pow,
}
CONSTANTS = {"pi": math.pi, "e": math.e}


def value(text: str, variables: dict[str, Tensor]) -> Tensor:
    """Return the expression's value with these tensors for its variables.

    Raises GivensError for anything but arithmetic.
    """
    try:
        tree = ast.parse(text, mode="eval")
        return _value(tree.body, variables)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        raise GivensError("wants one expression in its variables") from None


def _value(node: ast.expr, variables: dict[str, Tensor]) -> Tensor:
    match node:
        case ast.Constant(float() | int() as number) if not isinstance(number, bool):
            return torch.tensor(float(number), dtype=torch.float64)
        case ast.Name(name) if name in variables:
            return variables[name]
        case ast.Name(name) if name in CONSTANTS:
            return torch.tensor(CONSTANTS[name], dtype=torch.float64)
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand, variables)
        case ast.BinOp(left, operation, right) if type(operation) in OPERATIONS:
            return OPERATIONS[type(operation)](_value(left, variables), _value(right, variables))
        case ast.Call(ast.Name(function), [argument], []) if function in FUNCTIONS:
            return FUNCTIONS[function](_value(argument, variables))
    raise GivensError(f"wants arithmetic, {', '.join(FUNCTIONS)} and its variables")


def slopes(J: Tensor, *variables: Tensor) -> list[Tensor]:
    """Return the derivatives of J by each variable at each point, by autograd; 0 where J does not depend on it."""
    return list(torch.autograd.grad(J.sum(), variables, materialize_grads=True))


@oracle("symbolic-gradient")
def symbolic_gradient(J: Expression, w: Vector, x: Vector, b: Vector, y: Vector) -> Answers:
    """∂J/∂w and ∂J/∂b by autograd at points (w, x, b, y), where J is an expression in these."""
    for variable in (w, b):
        variable.requires_grad_()
    loss = value(J, {"w": w, "x": x, "b": b, "y": y}) + 0 * (w + b)  # (points,)
    dJ_dw, dJ_db = slopes(loss, w, b)
    return {"dJ_dw": dJ_dw, "dJ_db": dJ_db}


@oracle("activation-derivative-symbolic")
def activation_derivative_symbolic(f: Expression, z: Vector) -> Answers:
    """Return the slope of an activation f at points z, by autograd."""
    z.requires_grad_()
    (df_dz,) = slopes(value(f, {"z": z}), z)
    return {"df_dz": df_dz}


@oracle("loss-derivative-symbolic")
def loss_derivative_symbolic(L: Expression, y: Vector, p: Vector) -> Answers:
    """Return the slope of a loss L by the prediction p at points (y, p), by autograd."""
    p.requires_grad_()
    (dL_dp,) = slopes(value(L, {"y": y, "p": p}) + 0 * p, p)
    return {"dL_dp": dL_dp}

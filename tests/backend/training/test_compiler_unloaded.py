"""The stand-in for torch.compile's machinery: optimisers work without it, and whoever wants the real one gets it."""

import subprocess
import sys

TRAINED = """
import sys, torch
from studyai.backend.training.compiler import leave_unloaded
leave_unloaded()
from studyai.backend.training import optimisers
for name in optimisers.OPTIMISERS:
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 2)
    optimiser = optimisers.build(name, model.parameters(), 0.1, {})
    for _ in range(3):
        optimiser.zero_grad()
        model(torch.ones(1, 3)).sum().backward()
        optimiser.step()
    optimiser.load_state_dict(optimiser.state_dict())
    print(name, model.weight.tolist(), "torch._dynamo.utils" in sys.modules)
"""

WANTED = """
import torch
from studyai.backend.training.compiler import leave_unloaded
leave_unloaded()
torch.optim.SGD(torch.nn.Linear(1, 1).parameters(), lr=0.1)
import inspect
inspect.getsource(torch.nn.Linear)
import torch._dynamo.config
print(torch._dynamo.config.disable, torch.compile(lambda x: x + 1, backend="eager")(torch.ones(2)).tolist())
"""


def _printed(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout


def test_every_optimiser_steps_as_it_does_with_the_real_one() -> None:
    without = _printed(TRAINED)
    real = _printed(TRAINED.replace("leave_unloaded()\n", "import torch._dynamo\n", 1))
    assert "True" not in without
    assert "False" not in real
    assert without.replace("False", "True") == real


def test_the_real_one_takes_over_when_it_is_wanted() -> None:
    assert _printed(WANTED).split() == ["False", "[2.0,", "2.0]"]

"""A traceback in one line."""

from __future__ import annotations

import pytest

from studyai.protocol.failure import last_words

TRACEBACK = """\
Traceback (most recent call last):
  File "/old/studyai/backend/serve.py", line 1, in old
    old()
KeyError: 'an older one'
Traceback (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main
  File "/home/me/studyai/studyai/backend/worker/running.py", line 31, in _train
    loss = self.trainer.step()
           ^^^^^^^^^^^^^^^^^^^
  File "/home/me/.venv/lib/python3.11/site-packages/torch/nn/linear.py", line 134, in forward
    return F.linear(input)
RuntimeError: shapes do not fit
  in two lines"""
LINE = "backend/worker/running.py:31: RuntimeError: shapes do not fit"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (TRACEBACK, f"studyai/{LINE}"),
        (TRACEBACK.replace("/", "\\"), f"studyai/{LINE}"),
        (TRACEBACK.replace("/home/me/studyai/", "/usr/lib/python3/dist-packages/"), f"studyai/{LINE}"),
        (TRACEBACK.replace("/home/me/studyai/studyai/", "/home/me/tries/"), f"/home/me/tries/{LINE}"),
        ('Traceback (most recent call last):\n  File "<string>", line 1, in <module>\nKeyError: 1', "KeyError: 1"),
        ("one\ntwo\n\n", "two"),
        ("", ""),
    ],
)
def test_the_innermost_place_of_ours_stands_before_the_error(text: str, line: str) -> None:
    assert last_words(text.splitlines()) == line

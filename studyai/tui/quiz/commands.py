"""What can be done in the quiz."""

from __future__ import annotations

from studyai.tui.commands import Command

QUIZ_COMMANDS = (
    Command("quiz.enter", "enter", "Answer", "Hand in; once it is marked, go on to the next question.", "enter"),
    Command("quiz.next", "n", "Next", "The next question; one that is not answered is left for later.", "next"),
    Command("quiz.prove", "V", "Prove", "Run the claim that the answer rests on, and break it.", "prove"),
    Command("quiz.practise", "p", "Practise", "Practise the exercise behind the question.", "practise"),
    Command("quiz.page", "K", "Page", "The sheet's page on this section.", "page", False),
    Command("quiz.choose", "slash", "Questions", "Choose a section or a theme, or all of them mixed.", "choose"),
    Command("quiz.retry", "ctrl+r,r", "Retry", "The same questions from the start.", "retry", False),
    Command("quiz.report", "M", "Report", "Write a file to send: what is wrong with this question.", "report", False),
    Command("quiz.up", "pageup", "Page up", "Scroll the page up.", "scroll_page(-1)", False),
    Command("quiz.down", "pagedown", "Page down", "Scroll the page down.", "scroll_page(1)", False),
    Command("quiz.letters", "escape", "Letters", "Leave the answer: single letters are commands.", "leave"),
)

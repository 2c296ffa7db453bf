"""What can be done on a page of the sheet."""

from __future__ import annotations

from studyai.tui.commands import Command

SHEET_COMMANDS = (
    Command("sheet.search", "slash", "Search", "Search all pages: headings, formulas, words.", "search"),
    Command("sheet.next", "n", "Next", "The next section.", "turn(1)"),
    Command("sheet.previous", "N", "Previous", "The section before.", "turn(-1)"),
    Command("sheet.claim", "enter", "Claim", "Show and mark the next claim; a marked one is proven.", "claim"),
    Command("sheet.prove", "V", "Prove", "Run the claim that is marked, or the first one in view.", "prove"),
    Command("sheet.practise", "p", "Practise", "Practise the exercise of the worked example.", "practise"),
    Command("sheet.quiz", "Z", "Quiz", "Questions about this section.", "quiz"),
    Command("sheet.up", "pageup", "Page up", "Scroll the page up.", "scroll_page(-1)", False),
    Command("sheet.down", "pagedown", "Page down", "Scroll the page down.", "scroll_page(1)", False),
)

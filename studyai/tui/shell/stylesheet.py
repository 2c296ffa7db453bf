"""The app's style sheet, parsed once: Textual's own parses all of it anew, three times over, for each new screen."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class ParsedOnce(Stylesheet):
    """Parses what is new, and everything when the theme's variables have changed."""

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set the variables; those that it has already leave what is parsed as it is."""
        if variables != self._variables:
            super().set_variables(variables)
            self._require_parse = True

    def reparse(self) -> None:
        """Parse what is new. Raises StylesheetParseError; then the rules are those before."""
        if self._require_parse:
            self.parse()

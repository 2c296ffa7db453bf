"""Three looks: dark, light, and the terminal's own colours. One accent, quiet greys, nothing else."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="dark",
    primary="#7aa2f7",
    secondary="#8b93a7",
    accent="#7aa2f7",
    foreground="#d6dae4",
    background="#12141a",
    surface="#181b23",
    panel="#20242e",
    success="#8fce7e",
    warning="#e3b866",
    error="#f0807f",
    dark=True,
    variables={
        "scrollbar": "#323847",
        "scrollbar-hover": "#4a5368",
        "scrollbar-active": "#7aa2f7",
        "scrollbar-background": "#12141a",
        "scrollbar-background-hover": "#12141a",
        "scrollbar-background-active": "#12141a",
        "scrollbar-corner-color": "#12141a",
        "footer-background": "#12141a",
        "footer-key-foreground": "#7aa2f7",
        "footer-description-foreground": "#8b93a7",
        "border": "#7aa2f7",
        "border-blurred": "#323847",
        "block-cursor-background": "#2b3b5e",
        "block-cursor-foreground": "#eef1f8",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#20242e",
        "block-cursor-blurred-foreground": "#d6dae4",
    },
)

LIGHT = Theme(
    name="light",
    primary="#2456b8",
    secondary="#626a7a",
    accent="#2456b8",
    foreground="#1d212a",
    background="#fbfaf7",
    surface="#f4f2ed",
    panel="#e9e6df",
    success="#2d7d32",
    warning="#96650a",
    error="#b3261e",
    dark=False,
    variables={
        "scrollbar": "#cfcabd",
        "scrollbar-hover": "#aaa493",
        "scrollbar-active": "#2456b8",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "scrollbar-corner-color": "#fbfaf7",
        "footer-background": "#fbfaf7",
        "footer-key-foreground": "#2456b8",
        "footer-description-foreground": "#626a7a",
        "border": "#2456b8",
        "border-blurred": "#cfcabd",
        "block-cursor-background": "#cddaf5",
        "block-cursor-foreground": "#10131a",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#e9e6df",
        "block-cursor-blurred-foreground": "#1d212a",
    },
)

# Nothing here names a background: the terminal's own shows through, be it light or dark.
TERMINAL = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_default",
    accent="ansi_blue",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    dark=BUILTIN_THEMES["ansi-dark"].dark,
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "bold reverse",
        "block-cursor-blurred-foreground": "ansi_default",
        "block-cursor-blurred-background": "ansi_default",
        "block-cursor-blurred-text-style": "bold",
        "input-cursor-text-style": "reverse",
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "border": "ansi_blue",
        "border-blurred": "ansi_default",
        "footer-key-foreground": "ansi_blue",
    },
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT, TERMINAL)}
DEFAULT_THEME = DARK.name

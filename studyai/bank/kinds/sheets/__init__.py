"""Pages of the course sheet, one a section: `sheet.md`."""

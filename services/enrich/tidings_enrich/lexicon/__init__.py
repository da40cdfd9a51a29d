"""Names that the user knows better than any model: read, watched, looked for, put first."""

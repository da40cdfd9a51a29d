"""Who may push: keys, the file that they are kept in, and the commands that change it."""

"""What the stages are told by variables: one check, one way to say what is wrong, one list."""

"""The commands of `python -m dashboard`: one parser, one module per command."""

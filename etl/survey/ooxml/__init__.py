"""The parts of a workbook package, read and patched without re-saving it."""

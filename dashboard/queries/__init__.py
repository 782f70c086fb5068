"""One function per mart view: Reader to DataFrame."""

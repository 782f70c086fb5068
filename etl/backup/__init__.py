"""控え: all that an office has entered and received, in one zip with the hash of every file; made, checked and put back."""

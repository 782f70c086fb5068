"""What the editor of a 調査票 does to a form: plain data in, plain data out."""

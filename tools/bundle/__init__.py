"""Folders and zips that run on a PC without Python, pip, compiler or internet: `make bundle`."""

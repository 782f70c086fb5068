"""Raw files to warehouse: readers with lineage, SQL layers, checks, publishing."""

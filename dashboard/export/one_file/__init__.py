"""The 配付用の1ファイル: one HTML page that holds its data, its style and its script, and asks nobody for anything."""

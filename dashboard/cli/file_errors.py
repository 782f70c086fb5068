"""Why a file could not be read or written, in words that help."""

from __future__ import annotations


def file_trouble(error: OSError) -> str:
    """Why a file could not be read or written, and what to do."""
    name = f"「{error.filename}」" if error.filename else "ファイル"
    if isinstance(error, FileNotFoundError):
        return f"{name}がありません。名前と場所を確かめてください。"
    if isinstance(error, IsADirectoryError):
        return f"{name}はフォルダーです。ファイルの名前まで書いてください。"
    if isinstance(error, PermissionError):
        return f"{name}を読み書きできません。PowerPoint や Word で開いていれば閉じてください。"
    return f"{name}を読み書きできませんでした（{error.strerror or error}）。開いていれば閉じ、空き容量を確かめてください。"

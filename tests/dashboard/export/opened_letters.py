"""What a letter says, read from its bytes."""

import io

import docx


def opened(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in opened(content).paragraphs)


def table_of(content: bytes) -> list[list[str]]:
    """The table of questions, wherever it stands."""
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in opened(content).tables]
    return next(rows for rows in tables if rows[0][0] == "番号")

"""Which municipalities already do something together: 一部事務組合, 広域連合, 圏域, 定住自立圏; a row a member."""

from __future__ import annotations

from etl.readers.context import Fact, ReadContext, Row, read_facts, refuse, text_of
from etl.readers.town import municipality_of
from etl.sources import RegisteredFile

KIND = "joint_bodies"
# How a name tells of which kind its body is, where no column says it.
KINDS_BY_NAME = ("広域連合", "定住自立圏", "連携中枢都市圏", "圏域", "組合", "協議会")
OTHER = "その他"


def read_joint_bodies(context: ReadContext, source: RegisteredFile) -> list[Fact]:
    """body, body_kind, municipality_code, known_on, is_synthetic, source_id (cell of the name of the body).

    A row without a body or with an unknown town is quarantined with its reason.
    """

    def fact(row: Row) -> Fact:
        body = " ".join(text_of(row, "body").split())
        if not body:
            message = (
                "枠組みの名称が空欄です。一部事務組合や広域連合の名を、構成市町村の行ごとに書いてください。"
            )
            raise refuse(row, "name", "JOINT-EMPTY", message)
        return {
            "body": body,
            "body_kind": text_of(row, "body_kind") or _kind_in(body),
            "municipality_code": municipality_of(context, source, row),
            "known_on": source.known_on.isoformat(),
            "is_synthetic": source.is_synthetic,
            "source_id": context.ledger.cite(source, row["body"]),
        }

    return read_facts(context, source, KIND, fact)


def _kind_in(body: str) -> str:
    return next((kind for kind in KINDS_BY_NAME if kind in body), OTHER)

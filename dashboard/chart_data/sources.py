"""What the tables of several charts rest on, in words."""

from __future__ import annotations

STATED = ("市町村の回答と公表資料（どの市町村がどの資料によるかは画面「概況」の一覧）",)
PLANNED = ("市町村の回答と名簿に示された開始予定と、その後の記録（1件ずつの出典は画面「経過」の表）",)

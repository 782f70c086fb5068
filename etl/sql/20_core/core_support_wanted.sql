-- 1行 = 都道府県に求める支援の1つ（全国の市町村への調査）
-- @item_code 支援の符号
-- @label_ja 支援の言葉
-- @sort_order 並び順
-- @implementers_pct 実施市町村のうち求める割合（%。資料に値がなければ空）
-- @others_pct 未実施市町村のうち求める割合（%。資料に値がなければ空）
-- @publisher 資料
-- @source_id 出典のセル
select
    item_code,
    label_ja,
    cast(sort_order as integer) as sort_order,
    try_cast(implementers_pct as double) as implementers_pct,
    try_cast(others_pct as double) as others_pct,
    source as publisher,
    source_id
from input_support_wanted
order by sort_order

-- 1行 = 1市町村。タイル地図（1市町村＝同じ大きさの1枚）での位置
-- @municipality_code 標準地域コード
-- @column 左からの位置（0から）
-- @row 上からの位置（0から）
select
    municipality_code,
    cast("column" as integer) as "column",
    cast("row" as integer) as "row"
from input_tile
order by municipality_code

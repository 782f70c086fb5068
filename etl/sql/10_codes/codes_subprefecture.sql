-- 1行 = 1振興局。14の（総合）振興局と所在地
-- @code 振興局の番号（行政順の2桁。本システムの中の番号）
-- @name 正式な名前
-- @short_name 短い名前（図表用）
-- @kana よみ
-- @office_municipality_code 振興局の所在市町村の標準地域コード
-- @office_name 振興局の所在市町村
-- @sort_order 並び順（行政順）
select
    code,
    name,
    short_name,
    kana,
    office_municipality_code,
    office_name,
    cast(code as integer) as sort_order
from input_subprefectures
order by code

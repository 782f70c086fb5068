-- 1行 = 1つの状態グループ（図の色分けの単位）
-- @code グループの符号
-- @label_ja 表示する言葉
-- @sort_order 並び順
-- @symbol 色のほかに状態を示す記号
-- @description 意味
select
    code,
    label_ja,
    cast(sort_order as integer) as sort_order,
    symbol,
    description
from input_status_group
order by sort_order

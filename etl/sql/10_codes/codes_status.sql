-- 1行 = 1つの状態。重層的支援体制整備事業の実施状況の選択肢
-- @code 状態の符号
-- @label_ja 表示する言葉
-- @sort_order 並び順
-- @group_code 状態グループの符号
-- @description 意味
select
    code,
    label_ja,
    cast(sort_order as integer) as sort_order,
    group_code,
    description
from input_status
order by sort_order

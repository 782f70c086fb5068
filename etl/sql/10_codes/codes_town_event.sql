-- 1行 = 市町村の予定の1つの種類（働きかける時期を決める目安）
-- @code 予定の符号
-- @label_ja 表示する言葉
-- @reason いま声をかける理由
-- @sort_order 並び順
select code, label_ja, reason, cast(sort_order as integer) as sort_order
from input_town_event
order by sort_order

-- 1行 = 市町村への働きかけの1つの手段
-- @code 手段の符号
-- @label_ja 表示する言葉
-- @sort_order 並び順
-- @staff_days 1市町村あたりの手間の目安（人日）
-- @is_visit 訪問経路に入るなら真
-- @description 意味
select
    code,
    label_ja,
    cast(sort_order as integer) as sort_order,
    cast(staff_days as double) as staff_days,
    is_visit = '1' as is_visit,
    description
from input_outreach_means
order by sort_order

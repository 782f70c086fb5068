-- 1行 = 1つの人口規模区分
-- @code 区分の符号
-- @label_ja 表示する言葉
-- @min_population 下限の人口（人。この数を含む）
-- @max_population 上限の人口（人。この数を含まない。空 = 上限なし）
-- @sort_order 並び順
select
    code,
    label_ja,
    cast(min_population as integer) as min_population,
    cast(nullif(max_population, '') as integer) as max_population,
    cast(sort_order as integer) as sort_order
from input_size_class
order by sort_order

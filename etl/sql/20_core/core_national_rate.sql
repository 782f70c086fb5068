-- 1行 = 人口規模ごとの全国の実施率（国の資料）
-- @fiscal_year 年度
-- @size_label 人口規模の言葉
-- @min_population 下限の人口（人。この数を含む）
-- @max_population 上限の人口（人。この数を含まない）
-- @rate_pct 実施率（%）
-- @publisher 資料
-- @source_id 出典のセル
select
    cast(fiscal_year as integer) as fiscal_year,
    size_label,
    try_cast(min_population as integer) as min_population,
    try_cast(max_population as integer) as max_population,
    cast(rate_pct as double) as rate_pct,
    source as publisher,
    source_id
from input_national_rate
order by fiscal_year, min_population

-- 1行 = 1年度。年度の呼び方と期間
-- @fiscal_year 年度（開始年の西暦。2023 = 令和5年度）
-- @label_ja 和暦の呼び方
-- @short_label 短い呼び方
-- @western_label 西暦の呼び方
-- @start_date 年度の初日
-- @end_date 年度の末日
select
    cast(fiscal_year as integer) as fiscal_year,
    label_ja,
    short_label,
    western_label,
    cast(start_date as date) as start_date,
    cast(end_date as date) as end_date
from input_fiscal_year
order by fiscal_year

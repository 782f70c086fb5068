-- 1行 = 道が行った1回の取組（説明会・研修など）
-- @activity_id 取組の番号
-- @measure_code 支援策の符号
-- @title 題名
-- @held_on 行った日
-- @fiscal_year 行った年度
-- @place 場所・行い方
-- @is_synthetic 架空データなら真
-- @source_id 題名が書かれたセル
select
    activity_id,
    measure_code,
    title,
    cast(held_on as date) as held_on,
    cast(fiscal_year as integer) as fiscal_year,
    place,
    cast(is_synthetic as boolean) as is_synthetic,
    source_id
from input_activity
where cast(held_on as date) <= (select as_of from core_build)
order by held_on, activity_id

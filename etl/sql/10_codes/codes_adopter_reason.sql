-- 1行 = 実施している市町村に声をかける1つの理由
-- @code 理由の符号
-- @label_ja 表示する言葉
-- @sort_order 並び順
-- @question_id 判断に使う設問（機能は空）
-- @rule 判断の規則（number_at_most=数がholds以下、option_in=答えがholds、year_at_most=年度が調査の年度まで、function_absent=機能の答えがholdsで、道が実施していない）
-- @holds 理由とする答え
-- @description 意味
select
    code,
    label_ja,
    cast(sort_order as integer) as sort_order,
    coalesce(question_id, '') as question_id,
    rule,
    coalesce(holds, '') as holds,
    description
from input_adopter_reason
order by sort_order

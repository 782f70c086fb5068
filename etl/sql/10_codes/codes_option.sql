-- 1行 = 1つの年度の設問の1つの選択肢
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @option_code 選択肢の符号
-- @sort_order 並び順
-- @label_ja 言葉
-- @is_provisional 仮の選択肢なら真
select
    cast(fiscal_year as integer) as fiscal_year,
    question_id,
    option_code,
    cast(sort_order as integer) as sort_order,
    label_ja,
    cast(is_provisional as boolean) as is_provisional
from input_option
order by fiscal_year, question_id, sort_order

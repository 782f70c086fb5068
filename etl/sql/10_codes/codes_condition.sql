-- 1行 = 設問に答える条件となる1つの選択肢（条件のない設問の行はない）
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @on_question_id 条件となる設問の番号
-- @option_code 条件となる選択肢の符号
-- @is_negated 偽 = 選んだときに答える、真 = 選ばないときに答える
select
    cast(fiscal_year as integer) as fiscal_year,
    question_id,
    on_question_id,
    option_code,
    cast(is_negated as boolean) as is_negated
from input_condition
order by fiscal_year, question_id, on_question_id, option_code

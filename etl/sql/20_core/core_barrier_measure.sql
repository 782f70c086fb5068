-- 1行 = 課題とそれに応える支援策の1つの組
-- @barrier_code 課題の符号
-- @measure_code 支援策の符号
-- @reason なぜ応えるか
-- @briefing_words 道の資料の言葉
-- @is_provisional 仮の対応づけなら真
-- @source_id 出典のセル
select
    barrier_code,
    measure_code,
    reason,
    briefing_words,
    provisional = '1' as is_provisional,
    source_id
from input_barrier_measure
order by barrier_code, measure_code

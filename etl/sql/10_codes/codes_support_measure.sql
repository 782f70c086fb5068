-- 1行 = 市町村が望む支援と、それに当たる道の支援策の1つの組（仮の対応づけ）
-- @support_code 望む支援の符号（調査票の選択肢）
-- @measure_code 支援策の符号
-- @reason なぜ当たるか
select support_code, measure_code, reason
from input_support_measure
order by support_code, measure_code

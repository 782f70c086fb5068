-- 1行 = 移動時間の見込みに使う1つの係数（推計。道の実績ではない）
-- @factor_code 係数の符号（road_factor=直線距離に対する道路の長さ、speed=平均の速さ、winter=冬の割増し）
-- @label_ja 係数の言葉
-- @month 月（月によらない係数は空）
-- @value 値
-- @unit 単位
-- @is_provisional 仮の値なら真
-- @source_id 値が書かれたセル
select
    factor_code,
    label_ja,
    try_cast(month as integer) as month,
    cast(value as double) as value,
    unit,
    provisional = '1' as is_provisional,
    source_id
from input_travel_factor
order by factor_code, month

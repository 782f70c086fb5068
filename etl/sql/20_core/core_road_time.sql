-- 1行 = 実際の道路時間が登録された2つの市町村の組（向きあり）。推計より優先して使う
-- @from_code 出発地の標準地域コード
-- @to_code 到着地の標準地域コード
-- @month 月（どの月にも使う値は空。月の値があればそれを使う）
-- @minutes 時間（分）
-- @source_id 時間が書かれたセル
-- @is_synthetic 架空データなら真
select
    from_code,
    to_code,
    try_cast(month as integer) as month,
    cast(minutes as double) as minutes,
    source_id,
    cast(is_synthetic as boolean) as is_synthetic
from input_road_time
qualify row_number() over (
    partition by from_code, to_code, month order by is_synthetic, known_on desc, source_id desc
) = 1
order by from_code, to_code, month nulls first

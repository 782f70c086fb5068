-- 1行 = 公表された1つの数（市町村別でない合計）
-- @total_code 公表値の符号
-- @scope 範囲（hokkaido=北海道、national=全国）
-- @fiscal_year どの年度の状態か
-- @as_of 公表値が表す時点（分からなければ空）
-- @status_code 状態の符号
-- @start_rule 開始年度の条件（空=条件なし、start=2023 / start>2023 の形）
-- @label_ja 公表資料での呼び方
-- @value 市町村数
-- @denominator 分母となる市町村数（分からなければ空）
-- @is_inferred 呼び方を図と説明文から読み取ったものなら真
-- @is_plan 予定の数なら真
-- @known_on 知っていたと数える日
-- @is_synthetic 架空データなら真
-- @document 数が載っていた資料（書かれていたとおり）
-- @source_id 値が書かれたセル
-- @note 注記
select
    total_code,
    scope,
    cast(fiscal_year as integer) as fiscal_year,
    cast(nullif(as_of, '') as date) as as_of,
    status_code,
    start_rule,
    label_ja,
    cast(value as integer) as value,
    cast(nullif(denominator, '') as integer) as denominator,
    cast(is_inferred as boolean) as is_inferred,
    cast(is_plan as boolean) as is_plan,
    cast(known_on as date) as known_on,
    cast(is_synthetic as boolean) as is_synthetic,
    source as document,
    source_id,
    note
from input_published_total
where cast(known_on as date) <= (select as_of from core_build)
order by scope, fiscal_year, total_code

-- 1行 = 1つの訂正（正誤）の記録
-- @table_name 訂正した表
-- @municipality_code 標準地域コード
-- @fiscal_year 年度
-- @column_name 訂正した列
-- @value_from 訂正前の値
-- @value_to 訂正後の値
-- @reason 理由
-- @told_by 連絡した人・部署
-- @corrected_on 訂正の日
-- @is_applied 今の値に効いていれば真（訂正前の値が合わなければ偽）
-- @source_id 訂正の記録のセル
select
    table_name,
    municipality_code,
    cast(nullif(fiscal_year, '') as integer) as fiscal_year,
    column_name,
    value_from,
    value_to,
    reason,
    told_by,
    cast(corrected_on as date) as corrected_on,
    cast(is_applied as boolean) as is_applied,
    source_id
from input_correction
order by corrected_on, municipality_code

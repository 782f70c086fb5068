-- 1行 = 1つの訂正（正誤）の記録
-- @row_id 訂正の番号（行を書き直さないかぎり変わらない）
-- @table_name 訂正した表の符号（answer=調査票の回答、status=実施状況、figure=統計、published_total=公表値）
-- @table_label 訂正した表の名前
-- @municipality_code 標準地域コード（公表値では公表値の符号）
-- @fiscal_year 年度
-- @column_name 訂正した設問・列・統計の符号
-- @item_label 訂正した設問・列・統計の名前
-- @value_from 訂正前の値
-- @value_to 訂正後の値
-- @reason 理由
-- @told_by 連絡した人・部署
-- @corrected_on 訂正の日
-- @withdrawn_on 訂正を取り消した日（取り消していなければ空）
-- @withdrawn_reason 取り消した理由
-- @state applied=使っている、stale=訂正前の値が今の記録と合わないので使っていない、withdrawn=取り消した
-- @is_applied 今の値に効いていれば真（訂正前の値が合わなければ偽）
-- @is_synthetic 架空データの訂正なら真
-- @old_source_id 訂正前の値のセル
-- @source_id 訂正の記録のセル
select
    row_id,
    table_name,
    table_label,
    municipality_code,
    cast(nullif(fiscal_year, '') as integer) as fiscal_year,
    column_name,
    item_label,
    value_from,
    value_to,
    reason,
    told_by,
    cast(corrected_on as date) as corrected_on,
    cast(withdrawn_on as date) as withdrawn_on,
    withdrawn_reason,
    state,
    state = 'applied' as is_applied,
    cast(is_synthetic as boolean) as is_synthetic,
    nullif(old_source_id, '') as old_source_id,
    source_id
from input_correction
order by corrected_on, municipality_code, row_id

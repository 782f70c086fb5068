-- 1行 = 資料に書かれた1つの実施状況（1市町村×1年度×1資料）。古い版も残す
-- @municipality_code 標準地域コード
-- @fiscal_year どの年度の状態か
-- @as_of 資料が表す時点
-- @status_code 状態の符号
-- @start_fiscal_year 開始（予定）年度。書かれていなければ空
-- @source_id 状態が書かれたセル
-- @known_on 知っていたと数える日
-- @precedence 優先の順（大きいほど優先。4=訂正 3=名簿 2=市町村の公表 1=調査票）
-- @is_synthetic 架空データなら真
-- @note 備考（書かれていたとおり）
select
    municipality_code,
    cast(fiscal_year as integer) as fiscal_year,
    cast(as_of as date) as as_of,
    status_code,
    cast(start_fiscal_year as integer) as start_fiscal_year,
    source_id,
    cast(known_on as date) as known_on,
    cast(precedence as integer) as precedence,
    cast(is_synthetic as boolean) as is_synthetic,
    note
from input_status_fact
where cast(known_on as date) <= (select as_of from core_build) and nullif(until, '') is null
order by municipality_code, fiscal_year, known_on, source_id

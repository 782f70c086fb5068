-- 1行 = 別の公的な資料（事業の支払額の一覧など）の1つの市町村の行。こちらの状態は変えない
-- @municipality_code 標準地域コード
-- @fiscal_year 資料の年度
-- @is_named その資料で、事業を実施していると読めるなら真
-- @amount その資料の金額（書かれたとおりの単位。印だけの資料では空）
-- @known_on 把握日
-- @source_id 金額または印が書かれたセル
-- @is_synthetic 架空データなら真
select
    municipality_code,
    cast(fiscal_year as integer) as fiscal_year,
    cast(is_named as boolean) as is_named,
    try_cast(nullif(amount, '') as double) as amount,
    cast(known_on as date) as known_on,
    source_id,
    cast(is_synthetic as boolean) as is_synthetic
from input_named_implementer
order by fiscal_year, municipality_code, source_id

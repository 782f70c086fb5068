-- 1行 = 市町村の1つの予定（地域福祉計画の終期、選挙、合併の期日）。同じ種類は最も新しい資料のものだけ
-- @municipality_code 標準地域コード
-- @event_code 予定の種類
-- @on_day 期日（年度だけがわかるものは空）
-- @fiscal_year 期日の属する年度
-- @source_id 期日または年度が書かれたセル
-- @is_synthetic 架空データなら真
select
    municipality_code,
    event_code,
    try_cast(on_day as date) as on_day,
    cast(fiscal_year as integer) as fiscal_year,
    source_id,
    cast(is_synthetic as boolean) as is_synthetic
from input_town_date
qualify row_number() over (
    partition by municipality_code, event_code order by is_synthetic, known_on desc, source_id desc
) = 1
order by municipality_code, event_code

-- 状態グループの市町村数の合計が分母に等しく、全道の分母が市町村数に等しいこと
select fiscal_year, subprefecture_code, sum(municipalities) as total, any_value(denominator) as denominator
from mart_status_summary
group by fiscal_year, subprefecture_code
having
    sum(municipalities) <> any_value(denominator)
    or (subprefecture_code = '00' and any_value(denominator) <> (select count(*) from codes_municipality))

-- 同じ市町村・同じ年度に実際の資料があるのに、架空データの状態が使われていないこと
select y.municipality_code, y.fiscal_year
from mart_status_by_year as y
where
    y.is_synthetic
    and exists (
        select 1 from core_status as s
        where s.municipality_code = y.municipality_code and s.fiscal_year = y.fiscal_year and not s.is_synthetic
    )

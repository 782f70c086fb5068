-- 市町村の一覧が179で、状態の表に全市町村がちょうど1行ずつあること
select 'codes_municipality' as place, cast(count(*) as varchar) as found
from codes_municipality
having count(*) <> 179 or count(distinct code) <> 179
union all
select 'mart_municipality', cast(count(*) as varchar)
from mart_municipality
having count(*) <> 179 or count(distinct municipality_code) <> 179
union all
select 'mart_status_by_year ' || fiscal_year, cast(count(*) as varchar)
from mart_status_by_year
group by fiscal_year
having count(*) <> 179 or count(distinct municipality_code) <> 179

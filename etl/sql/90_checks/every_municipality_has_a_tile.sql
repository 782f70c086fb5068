-- 全ての市町村にタイル地図の場所がちょうど1つあり、同じ場所に2市町村が重ならないこと
select m.code, count(t.municipality_code) as tiles
from codes_municipality as m
left join mart_tile as t on t.municipality_code = m.code
group by m.code
having count(t.municipality_code) <> 1

union all

select min(municipality_code) as code, count(*) as tiles
from mart_tile
group by "column", "row"
having count(*) > 1

-- 全ての市町村に区域の形がちょうど1つあること
select m.code, count(b.municipality_code) as shapes
from codes_municipality as m
left join core_boundary as b on b.municipality_code = m.code and b.kind = 'municipality'
group by m.code
having count(b.municipality_code) <> 1

-- 隣り合う関係が双方向であること
select a.municipality_code, a.neighbour_code
from core_adjacency as a
left join core_adjacency as b
    on b.municipality_code = a.neighbour_code and b.neighbour_code = a.municipality_code
where b.municipality_code is null or a.municipality_code = a.neighbour_code

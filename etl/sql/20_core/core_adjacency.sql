-- 1行 = 隣り合う市町村の組（双方向に2行）
-- @municipality_code 標準地域コード
-- @neighbour_code 隣の市町村の標準地域コード
-- @shared_km 共有する境界の長さ（km。簡略化した形での目安）
select
    municipality_code,
    neighbour_code,
    cast(shared_km as double) as shared_km
from input_adjacency
order by municipality_code, neighbour_code

-- 1行 = 1つの区域の形（179市町村と、行政のない北方領土）
-- @municipality_code 標準地域コード（北方領土は空）
-- @name 名前
-- @kind municipality=市町村、northern=北方領土（灰色で描き、数えない）
-- @geojson 形（GeoJSONのgeometry。外周は時計回り、経度緯度）
-- @credit 出典の表示
select
    nullif(municipality_code, '') as municipality_code,
    name,
    kind,
    geojson,
    credit
from input_boundary
order by municipality_code nulls last, name

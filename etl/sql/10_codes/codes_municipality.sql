-- 1行 = 1市町村（179）。北方領土の6村は行政がないため含まない
-- @code 標準地域コード（5桁の文字列）
-- @code6 検査数字つきの団体コード（6桁の文字列）
-- @name 正式な名前
-- @kana よみ（五十音の並べ替えに使う）
-- @kind 市・町・村の別
-- @subprefecture_code 振興局の番号
-- @subprefecture_name 振興局の名前
-- @district 郡（市は空）
-- @hall_lat 役場の緯度（度）
-- @hall_lon 役場の経度（度）
-- @url 公式サイト
-- @source_id 出典のセル
select
    m.code,
    m.code6,
    m.name,
    m.kana,
    m.kind,
    m.subprefecture_code,
    s.name as subprefecture_name,
    m.district,
    cast(m.hall_lat as double) as hall_lat,
    cast(m.hall_lon as double) as hall_lon,
    m.url,
    m.source_id
from input_municipalities as m
left join codes_subprefecture as s on s.code = m.subprefecture_code
order by m.code

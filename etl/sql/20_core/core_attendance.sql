-- 1行 = 1回の取組への1市町村の参加
-- @activity_id 取組の番号
-- @municipality_code 標準地域コード
-- @persons 参加した人数（人）
-- @is_synthetic 架空データなら真
-- @source_id 人数が書かれたセル
select
    t.activity_id,
    t.municipality_code,
    cast(t.persons as integer) as persons,
    cast(t.is_synthetic as boolean) as is_synthetic,
    t.source_id
from input_attendance as t
inner join core_activity as a on a.activity_id = t.activity_id
order by t.activity_id, t.municipality_code

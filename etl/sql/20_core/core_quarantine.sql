-- 1行 = 取り込まずに保留した1行。理由つきで残す
-- @file_id 資料の番号
-- @file 資料
-- @sheet シート
-- @cell 行の先頭のセル
-- @raw_text 行に書かれていた文字
-- @reason 取り込まなかった理由
select
    q.file_id,
    f.file,
    q.sheet,
    q.cell,
    q.raw_text,
    q.reason
from input_quarantine as q
left join core_file as f on f.file_id = q.file_id
order by f.file, q.sheet, q.cell

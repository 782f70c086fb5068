-- 読んだ行数 = 取り込んだ行数 + 保留した行数 + 時点より後の行数
select file, rows_read, rows_loaded, rows_quarantined, rows_not_yet_known
from core_file
where rows_read <> rows_loaded + rows_quarantined + rows_not_yet_known

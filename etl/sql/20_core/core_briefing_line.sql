-- 1行 = 説明資料の文字の1行（空の行は除く）
-- @line_number 行番号
-- @text 書かれていたとおりの文字
-- @source_id 出典の行
select
    cast(line_number as integer) as line_number,
    text,
    source_id
from input_briefing_line
order by line_number

-- 1行 = 説明資料の1つの記述
-- @statement_code 記述の符号
-- @section 資料の部分の符号
-- @sort_order 並び順
-- @heading 見出し
-- @statement 資料の言葉のまま（行をつないだもの）
-- @function_group_codes 関わる機能の号（空白区切り）
-- @subject 記述が表すもの（種類:符号。機能、支援策、課題、事例の行）
-- @first_line 説明資料の文字の最初の行番号
-- @last_line 説明資料の文字の最後の行番号
-- @note 注記
-- @source_id 出典の行（最初の行）
select
    statement_code,
    section,
    cast(sort_order as integer) as sort_order,
    heading,
    statement,
    function_group_codes,
    subject,
    cast(first_line as integer) as first_line,
    cast(last_line as integer) as last_line,
    note,
    source_id
from input_statement
order by sort_order

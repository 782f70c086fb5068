-- 1行 = 先行事例についての1つの記述
-- @case_code 事例の符号
-- @municipality_code 標準地域コード
-- @sort_order 並び順
-- @topic 見出し
-- @function_group_code 関わる機能の号
-- @statement 記述
-- @quote 資料の言葉のまま
-- @publisher 資料
-- @source_place 資料の中の場所
-- @source_id 出典のセル
select
    case_code,
    code as municipality_code,
    cast(sort_order as integer) as sort_order,
    topic,
    function_group_code,
    statement,
    quote,
    source as publisher,
    source_place,
    source_id
from input_case
order by case_code, sort_order

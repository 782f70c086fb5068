-- 1行 = まだ1通も受け取っていない調査の設問の1つの選択肢
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @option_code 選択肢の符号
-- @sort_order 並び順
-- @label_ja 言葉
-- @is_provisional 仮の選択肢なら真
-- @is_exclusive 「特にない」のように、ほかと一緒に選べないものなら真
-- @replaces 統合・改名した前の年度の選択肢の符号（コンマ区切り。なければ空）
select
    cast(fiscal_year as integer) as fiscal_year,
    question_id,
    option_code,
    cast(sort_order as integer) as sort_order,
    label_ja,
    cast(is_provisional as boolean) as is_provisional,
    cast(is_exclusive as boolean) as is_exclusive,
    replaces
from input_awaited_option
order by fiscal_year, question_id, sort_order

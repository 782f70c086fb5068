-- 1行 = まだ1通も受け取っていない調査の調査票の1つの設問
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @sort_order 調査票での順
-- @number 調査票での問の番号
-- @section 見出し
-- @kind 答え方（single multiple ranked integer fiscal_year date free_text contact）
-- @wording 文言
-- @vocabulary 選択肢の符号表（なければ空）
-- @group_id 表になった設問のまとまり
-- @item_code 表の行の符号
-- @unit 単位
-- @is_required 必須なら真
-- @is_provisional 仮の設問なら真
-- @previous_ids 前の年度のどの設問を引き継ぐか（コンマ区切り。2つ以上 = 統合した設問）
select
    cast(fiscal_year as integer) as fiscal_year,
    question_id,
    cast(sort_order as integer) as sort_order,
    number,
    section,
    kind,
    wording,
    vocabulary,
    group_id,
    item_code,
    unit,
    cast(is_required as boolean) as is_required,
    cast(is_provisional as boolean) as is_provisional,
    previous_ids
from input_awaited_question
order by fiscal_year, sort_order

-- 1行 = 国や道のほかの調べが市町村に尋ねている1つの設問
-- @form 調べの名前
-- @issuer 実施するところ（わからなければ空）
-- @fiscal_year 年度
-- @wording 設問
-- @question_ids 同じことを尋ねる、道の調査票の設問（空白区切り）
-- @document 設問が載っていた資料
-- @source_place 資料の中の場所
-- @source_id 出典のセル
select
    form,
    issuer,
    cast(nullif(fiscal_year, '') as integer) as fiscal_year,
    wording,
    question_ids,
    source as document,
    source_place,
    source_id
from input_known_question
order by all

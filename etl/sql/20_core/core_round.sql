-- 1行 = 調査の回が1度入った状態（受付中・速報・確定）
-- @fiscal_year 調査の年度
-- @sort_order その回の中での順
-- @state open=受付中、preliminary=速報、final=確定
-- @state_label 状態の言葉
-- @entered_on その状態にした日
-- @made_by 作成した人
-- @checked_by 確認した人
-- @approved_by 承認した人
-- @reason 受付中に戻した理由
-- @published そのとき公表した資料のフォルダ（data/raw の中。なければ空）
select
    cast(fiscal_year as integer) as fiscal_year,
    cast(sort_order as integer) as sort_order,
    state,
    state_label,
    cast(entered_on as date) as entered_on,
    made_by,
    checked_by,
    approved_by,
    reason,
    published
from input_round
order by fiscal_year, sort_order

-- 1行 = 調査票の様式がある1年度の調査（まだ1通も受け取っていない調査も）
-- @fiscal_year 調査の年度
-- @form_version 調査票の版
-- @title 調査票の題名
-- @as_of 基準日
-- @issued_on 発出日
-- @deadline 回答期限
select
    cast(fiscal_year as integer) as fiscal_year,
    form_version,
    title,
    cast(as_of as date) as as_of,
    cast(issued_on as date) as issued_on,
    cast(deadline as date) as deadline
from input_form
order by fiscal_year

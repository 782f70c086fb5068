-- 1行 = 調査票を1通でも受け取ったか、答えを聞いた1年度の調査
-- @fiscal_year 調査の年度
-- @form_version 調査票の版
-- @title 調査票の題名
-- @as_of 基準日
-- @issued_on 発出日
-- @deadline 回答期限
-- @sender 発出者
-- @reply_to 返送先
-- @is_synthetic 架空データの調査なら真
select
    cast(fiscal_year as integer) as fiscal_year,
    form_version,
    title,
    cast(as_of as date) as as_of,
    cast(issued_on as date) as issued_on,
    cast(deadline as date) as deadline,
    sender,
    reply_to,
    cast(is_synthetic as boolean) as is_synthetic
from input_survey
order by fiscal_year

-- 1行 = 登録を取り消した1つの資料。取り消した日から、その値は読まない（ファイルは data/raw に残る）
-- @file data/raw の中の場所
-- @kind 資料の種類
-- @title 資料の名前
-- @received_on 実際に受け取った日
-- @as_of 資料が表す時点
-- @coverage どこまで載っているか
-- @withdrawn_on 取り消した日
-- @withdrawn_reason 取り消した理由
-- @withdrawn_by 取り消した人
-- @is_synthetic 架空データなら真
select
    file,
    kind,
    title,
    cast(received_on as date) as received_on,
    cast(nullif(as_of, '') as date) as as_of,
    coverage,
    cast(withdrawn_on as date) as withdrawn_on,
    withdrawn_reason,
    withdrawn_by,
    cast(is_synthetic as boolean) as is_synthetic
from input_withdrawn_file
order by withdrawn_on, file

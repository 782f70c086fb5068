-- 1行だけ。この倉庫が「いつの時点で知っていたこと」を表すか
-- @as_of この日までに把握したことで作られている
-- @input_hash 読み込んだ資料と処理の指紋（同じ資料からは同じ値）
-- @pipeline_version 処理の版
select
    cast(as_of as date) as as_of,
    input_hash,
    pipeline_version
from input_build

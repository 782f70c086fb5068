-- 1行 = 読み込みで見つかった1つの指摘
-- @finding_id 指摘の番号（この倉庫の中で）
-- @severity 重さ（error / warning / info）
-- @rule 規則の符号（L1-07 などは「機械可読性に関するルール」の番号）
-- @file 資料
-- @sheet シート
-- @cell セル
-- @municipality_code 標準地域コード
-- @question_id 設問
-- @value 書かれていた値
-- @message 何をすればよいか
-- @known_on 答えの訂正で生じた指摘なら、その日（資料を読んだときからのものは空）
select
    cast(finding_id as integer) as finding_id,
    severity,
    rule,
    file,
    sheet,
    cell,
    municipality_code,
    question_id,
    value,
    message,
    cast(nullif(known_on, '') as date) as known_on
from input_finding
where until = ''
order by finding_id

-- 1行 = 調査票の1つの答え（複数回答は選んだ選択肢ごとに1行、答えがなくても状態を1行残す）
-- @return_id 調査票の番号
-- @municipality_code 標準地域コード
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @option_code 選んだ選択肢の符号（選択肢でない設問は空）
-- @value 答え（数・年度・文など。書かれていたとおりの文字は core_source）
-- @rank 順位（上位3つの設問だけ）
-- @answer_state 答えの状態（answered=回答、blank=未回答、undecided=未定、none=特になし、not_applicable=該当なし、unreadable=読めない）
-- @source_id 答えが書かれたセル
-- @known_on 知っていたと数える日（訂正した答えは連絡のあった日）
-- @is_synthetic 架空データなら真
select
    a.return_id,
    a.municipality_code,
    cast(a.fiscal_year as integer) as fiscal_year,
    a.question_id,
    nullif(a.option_code, '') as option_code,
    a.value,
    cast(a.rank as integer) as rank,
    a.answer_state,
    nullif(a.source_id, '') as source_id,
    coalesce(try_cast(nullif(a.known_on, '') as date), r.known_on) as known_on,
    r.is_synthetic
from input_answer as a
inner join core_return as r on r.return_id = a.return_id
where r.state = 'loaded' and nullif(a.until, '') is null
order by a.fiscal_year, a.municipality_code, a.return_id, a.question_id, a.rank, a.option_code

-- 1行 = 調査票が届く前に、電話などで聞いた1つの答え（訂正の記録による。調査票が届けば、それを使う）
-- @municipality_code 標準地域コード
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @option_code 選んだ選択肢の符号（選択肢でない設問は空）
-- @value 答え（数・年度・文など。書かれていたとおりの文字は core_source）
-- @rank 順位（上位3つの設問だけ）
-- @answer_state 答えの状態（core_answer と同じ）
-- @source_id 答えが書かれた訂正の記録のセル
-- @known_on 連絡のあった日
-- @until この日に調査票が届いた、別の答えを聞いた、または取り消した（今も使っていれば空）
-- @is_synthetic 架空データなら真
select
    municipality_code,
    cast(fiscal_year as integer) as fiscal_year,
    question_id,
    nullif(option_code, '') as option_code,
    value,
    cast(rank as integer) as rank,
    answer_state,
    source_id,
    cast(known_on as date) as known_on,
    cast(nullif(until, '') as date) as until,
    false as is_synthetic
from input_answer_told
order by fiscal_year, municipality_code, question_id, known_on, rank, option_code

-- 1行 = 使っている調査票の1つの答え（市町村×年度ごとに最も新しい調査票だけ。届くまでは、電話などで聞いた答え）
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @option_code 選んだ選択肢の符号
-- @option_label 選んだ選択肢の言葉
-- @value 答え
-- @rank 順位
-- @answer_state 答えの状態
-- @is_by_prefecture 「ない」と答えた機能を、その種別の市町村では道が実施しているなら真（欠けていると数えない）
-- @is_synthetic 架空データなら真
-- @source_id 答えが書かれたセル
with used as (
    select return_id
    from core_return as r
    where known_on <= as_of_day
    qualify core_return_is_current(r)
),

known as (
    select * from core_answer where known_on <= as_of_day
    union all by name
    select * exclude (until) from core_answer_before where known_on <= as_of_day and until > as_of_day
),

given as (
    select a.* exclude (return_id)
    from known as a
    inner join used as u on u.return_id = a.return_id
    union all by name
    select * exclude (until) from core_answer_told
    where known_on <= as_of_day and coalesce(until > as_of_day, true)
),

final as (
    select
        a.municipality_code,
        a.fiscal_year,
        a.question_id,
        a.option_code,
        o.label_ja as option_label,
        a.value,
        a.rank,
        a.answer_state,
        coalesce(
            a.option_code = 'none' and list_contains(string_split(f.prefecture_kinds, '|'), m.kind), false
        ) as is_by_prefecture,
        a.is_synthetic,
        a.source_id
    from given as a
    left join codes_option as o
        on o.fiscal_year = a.fiscal_year and o.question_id = a.question_id and o.option_code = a.option_code
    inner join codes_municipality as m on m.code = a.municipality_code
    left join codes_function as f on a.question_id = 'function_' || f.code
)

select * from final
order by fiscal_year, municipality_code, question_id, rank, option_code

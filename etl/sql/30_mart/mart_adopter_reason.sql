-- 1行 = 実施している市町村×調査の年度×声をかける理由の根拠となる答え
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @fiscal_year 調査の年度
-- @reason_code 理由の符号
-- @question_id 根拠の設問
-- @detail 根拠の答え（件数、年度、選択肢の言葉、ない機能）
-- @is_synthetic 架空データなら真
-- @source_id 答えが書かれたセル
with answers as (
    select * from mart_answer_at(as_of_day) where answer_state in ('answered', 'none')
),

-- who implements by its own answer of the same round
adopters as (
    select municipality_code, fiscal_year
    from answers
    where question_id = 'status' and option_code = 'implementing'
),

functions as (
    select fiscal_year, question_id, any_value(wording) as wording
    from codes_question
    where group_id = 'function'
    group by fiscal_year, question_id
),

-- functions are a reason only in rounds that ask what comes after adoption
rounds as (
    select distinct q.fiscal_year
    from codes_question as q
    inner join codes_adopter_reason as r on r.question_id = q.question_id
),

judged as (
    select
        a.municipality_code,
        a.fiscal_year,
        r.code as reason_code,
        a.question_id,
        coalesce(a.option_label, a.value) as detail,
        a.is_synthetic,
        a.source_id
    from answers as a
    inner join codes_adopter_reason as r on r.question_id = a.question_id
    where
        (r.rule = 'number_at_most' and try_cast(a.value as integer) <= try_cast(r.holds as integer))
        or (r.rule = 'option_in' and a.option_code = r.holds)
        or (r.rule = 'year_at_most' and try_cast(a.value as integer) <= a.fiscal_year)
),

lacking as (
    select
        a.municipality_code,
        a.fiscal_year,
        r.code as reason_code,
        a.question_id,
        f.wording as detail,
        a.is_synthetic,
        a.source_id
    from answers as a
    inner join functions as f on f.fiscal_year = a.fiscal_year and f.question_id = a.question_id
    inner join codes_adopter_reason as r on r.rule = 'function_absent' and r.holds = a.option_code
    where not a.is_by_prefecture and a.fiscal_year in (select fiscal_year from rounds)
)

select * from (from judged union all by name from lacking)
inner join adopters using (municipality_code, fiscal_year)
order by fiscal_year, municipality_code, reason_code, question_id

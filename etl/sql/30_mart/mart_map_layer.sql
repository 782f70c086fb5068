-- 1行 = 年度×市町村×地図に描く層（状態、開始年度、課題ごと、機能ごと、回収）。人口など年度によらない層は mart_municipality
-- macro: as_of_day
-- @fiscal_year 年度
-- @municipality_code 標準地域コード
-- @layer 層の符号（status、start、return、barrier_と課題の符号、function_と機能の符号、system_と分野、adopted、adopted_と理由の符号、alternative）
-- @class_code 区分の符号。課題は top=特に大きい課題、stated=挙げた、not_stated=挙げていない、not_asked=設問の対象外（実施中）。機能は prefecture=道が実施（町村の第1号ニ）。adopted は声をかける理由の数で many=3つ以上、some=1つか2つ、clear=なし、not_asked=実施していない。adopted_と理由は applies=あてはまる、clear=あてはまらない、no_data=その設問に答えていない。alternative は機能集約化アプローチで、considering=検討している、others=ほかの状態（予定・予定なしなど）、implementing=重層的支援体制整備事業を実施
-- @value 数（開始年度は年度、課題は順位、alternative は始める予定の年度、回収は期限から遅れた日数。なければ空）
-- @is_synthetic 架空データによるなら真
-- @source_id 書かれていたセル（書かれていないことを表す区分は、その設問のセルか空）
with status as (
    select * from mart_status_by_year_at(as_of_day)
),

answers as (
    select * from mart_answer_at(as_of_day)
),

returns as (
    select * from mart_return_status_at(as_of_day)
),

states as (
    select fiscal_year, municipality_code, 'status' as layer, group_code as class_code, null as value, is_synthetic, source_id
    from status
),

-- a start year is of those who began or will begin; who stopped or only thinks of it has none
starts as (
    select
        fiscal_year,
        municipality_code,
        'start' as layer,
        case
            when group_code = 'no_data' then 'no_data'
            when group_code not in ('implementing', 'planned') or start_fiscal_year is null then 'none'
            when start_fiscal_year > fiscal_year then 'future'
            else 'started'
        end as class_code,
        case when group_code in ('implementing', 'planned') then start_fiscal_year end as value,
        is_synthetic,
        source_id
    from status
),

received as (
    select
        fiscal_year,
        municipality_code,
        'return' as layer,
        case when state = 'waiting' then 'waiting' when days_late > 0 then 'late' else 'on_time' end as class_code,
        days_late as value,
        is_synthetic,
        cast(null as varchar) as source_id
    from returns
),

-- what a town said of barriers as a whole: nothing, not asked (it implements), or an answer
barrier_answered as (
    select
        r.fiscal_year,
        r.municipality_code,
        r.is_synthetic,
        bool_or(a.question_id = 'barriers' and a.answer_state in ('answered', 'none')) as has_answer,
        bool_or(a.question_id = 'status' and a.option_code = 'implementing') as implements,
        min(a.source_id) filter (a.question_id = 'barriers') as source_id
    from returns as r
    left join answers as a using (fiscal_year, municipality_code)
    where r.state = 'received'
    group by r.fiscal_year, r.municipality_code, r.is_synthetic
),

asked_barriers as (
    select fiscal_year, option_code as code
    from codes_option
    where question_id = 'barriers' and option_code in (select code from codes_barrier)
),

barriers as (
    select
        b.fiscal_year,
        b.municipality_code,
        'barrier_' || q.code as layer,
        case
            when t.rank is not null then 'top'
            when s.option_code is not null then 'stated'
            when b.has_answer then 'not_stated'
            when b.implements then 'not_asked'
            else 'no_data'
        end as class_code,
        t.rank as value,
        b.is_synthetic,
        coalesce(t.source_id, s.source_id, b.source_id) as source_id
    from barrier_answered as b
    inner join asked_barriers as q using (fiscal_year)
    left join answers as s
        on s.fiscal_year = b.fiscal_year and s.municipality_code = b.municipality_code
        and s.question_id = 'barriers' and s.option_code = q.code
    left join answers as t
        on t.fiscal_year = b.fiscal_year and t.municipality_code = b.municipality_code
        and t.question_id = 'barriers_top' and t.option_code = q.code and t.rank is not null
),

functions as (
    select
        a.fiscal_year,
        a.municipality_code,
        a.question_id as layer,
        case
            when a.is_by_prefecture then 'prefecture'
            when a.answer_state = 'answered' and a.option_code is not null then a.option_code
            else 'no_data'
        end as class_code,
        null as value,
        a.is_synthetic,
        a.source_id
    from answers as a
    inner join codes_question as q on q.fiscal_year = a.fiscal_year and q.question_id = a.question_id
    where q.group_id = 'function'
),

-- 法第106条の3 by field, of every town that was asked
systems as (
    select
        a.fiscal_year,
        a.municipality_code,
        a.question_id as layer,
        case when a.answer_state = 'answered' then coalesce(a.option_code, 'no_data') else 'no_data' end as class_code,
        null as value,
        a.is_synthetic,
        a.source_id
    from answers as a
    where a.question_id in ('system_consultation', 'system_community')
),

reasons as (
    select
        fiscal_year,
        municipality_code,
        count(distinct reason_code) as reasons,
        bool_or(is_synthetic) as is_synthetic,
        min(source_id) as source_id
    from mart_adopter_reason_at(as_of_day)
    group by fiscal_year, municipality_code
),

-- what an implementing town said of its plan and cases; of the others nothing was asked
adopted as (
    select
        a.fiscal_year,
        a.municipality_code,
        'adopted' as layer,
        case
            when a.option_code is distinct from 'implementing' then 'not_asked'
            when r.reasons >= 3 then 'many'
            when r.reasons >= 1 then 'some'
            else 'clear'
        end as class_code,
        r.reasons as value,
        a.is_synthetic,
        coalesce(r.source_id, a.source_id) as source_id
    from answers as a
    left join reasons as r using (fiscal_year, municipality_code)
    where
        a.question_id = 'status' and a.answer_state = 'answered'
        and a.fiscal_year in (select fiscal_year from codes_question where question_id = 'cases_cooperation')
),

-- each reason alone; one whose question was not answered is neither there nor away
said as (
    select fiscal_year, municipality_code, if(starts_with(question_id, 'function_'), '', question_id) as question_id
    from answers
    where answer_state in ('answered', 'none')
    group by all
),

reason_cells as (
    select fiscal_year, municipality_code, reason_code, min(source_id) as source_id
    from mart_adopter_reason_at(as_of_day)
    group by all
),

adopted_reasons as (
    select
        a.fiscal_year,
        a.municipality_code,
        'adopted_' || c.code as layer,
        case
            when a.class_code = 'not_asked' then 'not_asked'
            when r.reason_code is not null then 'applies'
            when s.question_id is not null then 'clear'
            else 'no_data'
        end as class_code,
        null as value,
        a.is_synthetic,
        coalesce(r.source_id, a.source_id) as source_id
    from adopted as a
    cross join codes_adopter_reason as c
    left join reason_cells as r
        on r.fiscal_year = a.fiscal_year and r.municipality_code = a.municipality_code and r.reason_code = c.code
    left join said as s
        on s.fiscal_year = a.fiscal_year and s.municipality_code = a.municipality_code
        and s.question_id = coalesce(c.question_id, '')
),

-- 機能集約化アプローチ, of the years whose form offers it; the others are what they are
alternative as (
    select
        s.fiscal_year,
        s.municipality_code,
        'alternative' as layer,
        case
            when s.group_code = 'no_data' then 'no_data'
            when s.status_code = 'alternative' then 'considering'
            when s.status_code = 'implementing' then 'implementing'
            else 'others'
        end as class_code,
        try_cast(a.value as integer) as value,
        s.is_synthetic,
        s.source_id
    from status as s
    left join answers as a
        on a.fiscal_year = s.fiscal_year and a.municipality_code = s.municipality_code
        and a.question_id = 'alternative_year'
    where s.fiscal_year in (
        select fiscal_year from codes_option where question_id = 'status' and option_code = 'alternative'
    )
),

final as (
    select fiscal_year, municipality_code, layer, class_code, cast(value as integer) as value, is_synthetic, source_id
    from (
        from states
        union all by name from starts
        union all by name from received
        union all by name from barriers
        union all by name from functions
        union all by name from systems
        union all by name from adopted
        union all by name from adopted_reasons
        union all by name from alternative
    )
)

select * from final
order by layer, fiscal_year, municipality_code

-- 1行 = 市町村×調査の年度×設問。尋ねられたか、どう答えたか（連絡先の設問は除く）
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @state answered=回答（調査票が届く前に電話などで聞いたものを含む）、none=特にない、undecided=未定、not_applicable=該当なし、blank=未回答、unreadable=読めない、not_asked=尋ねていない、unknown_if_asked=尋ねたか分からない（条件の設問が未回答）、no_return=調査票が未着
-- @is_filled 尋ねたかどうかによらず、答えが書かれていれば真
-- @is_synthetic 架空データなら真
with given as materialized (
    select * from mart_answer_at(as_of_day)
),

answers as materialized (
    select
        a.municipality_code,
        a.fiscal_year,
        a.question_id,
        list(a.option_code) filter (a.option_code is not null) as chosen,
        case
            when bool_or(a.answer_state = 'answered' and not coalesce(o.is_exclusive, false)) then 'answered'
            when bool_or(a.answer_state = 'none' or o.is_exclusive) then 'none'
            else min(a.answer_state)
        end as state
    from given as a
    left join codes_option as o
        on o.fiscal_year = a.fiscal_year and o.question_id = a.question_id and o.option_code = a.option_code
    group by a.municipality_code, a.fiscal_year, a.question_id
),

returned as materialized (
    select fiscal_year, municipality_code, is_synthetic
    from core_return as r
    where known_on <= as_of_day
    qualify core_return_is_current(r)
),

rounds as (
    select fiscal_year, is_synthetic from core_survey
    where fiscal_year in (select fiscal_year from given)
),

conditions as (
    select fiscal_year, question_id, on_question_id, is_negated, list(option_code) as codes
    from codes_condition
    group by all
),

-- a condition that is not met settles it; one whose own question is unanswered leaves it open
applying as (
    select
        r.fiscal_year,
        r.municipality_code,
        c.question_id,
        count(*) filter (d.chosen is not null and list_has_any(d.chosen, c.codes) = c.is_negated) as unmet,
        count(*) filter (d.chosen is null) as open
    from returned as r
    inner join conditions as c on c.fiscal_year = r.fiscal_year
    left join answers as d
        on d.fiscal_year = r.fiscal_year and d.municipality_code = r.municipality_code
        and d.question_id = c.on_question_id
    group by all
),

final as (
    select
        m.code as municipality_code,
        q.fiscal_year,
        q.question_id,
        case
            when r.municipality_code is null then coalesce(a.state, 'no_return')
            when p.unmet > 0 then 'not_asked'
            when coalesce(a.state, 'blank') = 'blank' and p.open > 0 then 'unknown_if_asked'
            else coalesce(a.state, 'blank')
        end as state,
        coalesce(a.state, 'blank') not in ('blank', 'not_applicable') as is_filled,
        coalesce(r.is_synthetic, a.state is null and s.is_synthetic) as is_synthetic
    from rounds as s
    inner join codes_question as q on q.fiscal_year = s.fiscal_year and q.kind <> 'contact'
    cross join codes_municipality as m
    left join returned as r on r.fiscal_year = s.fiscal_year and r.municipality_code = m.code
    left join answers as a
        on a.fiscal_year = s.fiscal_year and a.municipality_code = m.code and a.question_id = q.question_id
    left join applying as p
        on p.fiscal_year = s.fiscal_year and p.municipality_code = m.code and p.question_id = q.question_id
)

select * from final
order by fiscal_year, municipality_code, question_id

-- 1行 = 市町村×調査の年度×望む支援の選択肢。望んだ支援と、受けた支援
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @fiscal_year 調査の年度
-- @support_code 望む支援の符号（その年度の調査票の選択肢）
-- @support_label その年度の調査票での言葉
-- @sort_order その年度の調査票での順
-- @state 望む支援の設問への答え方（mart_question_state と同じ）
-- @is_counted 割合の分母に入るなら真（望む支援を挙げたか「特にない」と答えた）
-- @is_wanted その支援を望んだなら真
-- @measures それに当たる道の支援策（符号、コンマ区切り。なければ空）
-- @events_before 基準日までに参加した、それに当たる取組の数（回）
-- @events_after 基準日より後に参加した、それに当たる取組の数（回）
-- @says_received 参加・活用した取組に、それに当たるものを挙げたなら真（尋ねていない年度は空）
-- @status_code その年度の実施状況の符号
-- @group_code その年度の状態グループの符号
-- @is_synthetic 架空データなら真
-- @source_id 望んだセル
with topics as materialized (
    select distinct q.fiscal_year, q.question_id
    from codes_question as q
    inner join codes_question_line as l on l.fiscal_year = q.fiscal_year and l.question_id = q.question_id
    where l.ancestor_id = 'support_wanted' and q.kind in ('multiple', 'ranked', 'single')
),

offered as (
    select o.fiscal_year, o.question_id, o.option_code, o.label_ja, o.sort_order
    from codes_option as o
    inner join topics as t on t.fiscal_year = o.fiscal_year and t.question_id = o.question_id
    where not o.is_exclusive
),

answers as materialized (
    select * from mart_answer_at(as_of_day)
),

-- an option that was merged from earlier ones answers to the measures of each of them
fitting as materialized (
    select distinct o.fiscal_year, o.option_code, k.measure_code
    from codes_option as o
    inner join topics as t on t.fiscal_year = o.fiscal_year and t.question_id = o.question_id
    inner join codes_support_measure as k
        on k.support_code = o.option_code or list_contains(string_split(o.replaces, ','), k.support_code)
),

measured as (
    select fiscal_year, option_code, string_agg(measure_code, ',' order by measure_code) as measures
    from fitting
    group by all
),

received as (
    select
        s.fiscal_year,
        t.municipality_code,
        f.option_code,
        count(*) filter (a.held_on <= s.as_of) as events_before,
        count(*) filter (a.held_on > s.as_of) as events_after
    from core_survey as s
    inner join fitting as f on f.fiscal_year = s.fiscal_year
    inner join core_activity as a on a.measure_code = f.measure_code and a.held_on <= as_of_day
    inner join core_attendance as t on t.activity_id = a.activity_id
    group by all
),

said as (
    select a.municipality_code, a.fiscal_year, f.option_code, bool_or(a.option_code = f.measure_code) as says
    from answers as a
    inner join codes_question as q
        on q.fiscal_year = a.fiscal_year and q.question_id = a.question_id and q.vocabulary = 'measure'
    inner join codes_option as c
        on c.fiscal_year = a.fiscal_year and c.question_id = a.question_id
    inner join fitting as f on f.fiscal_year = a.fiscal_year and f.measure_code = c.option_code
    where a.answer_state = 'answered'
    group by all
),

final as (
    select
        s.municipality_code,
        s.fiscal_year,
        o.option_code as support_code,
        o.label_ja as support_label,
        o.sort_order,
        s.state,
        s.state in ('answered', 'none') as is_counted,
        w.option_code is not null as is_wanted,
        coalesce(m.measures, '') as measures,
        cast(coalesce(r.events_before, 0) as integer) as events_before,
        cast(coalesce(r.events_after, 0) as integer) as events_after,
        y.says as says_received,
        t.status_code,
        t.group_code,
        s.is_synthetic,
        w.source_id
    from mart_question_state_at(as_of_day) as s
    inner join offered as o on o.fiscal_year = s.fiscal_year and o.question_id = s.question_id
    left join answers as w
        on w.municipality_code = s.municipality_code and w.fiscal_year = s.fiscal_year
        and w.question_id = s.question_id and w.option_code = o.option_code
    left join measured as m on m.fiscal_year = s.fiscal_year and m.option_code = o.option_code
    left join received as r
        on r.municipality_code = s.municipality_code and r.fiscal_year = s.fiscal_year
        and r.option_code = o.option_code
    left join said as y
        on y.municipality_code = s.municipality_code and y.fiscal_year = s.fiscal_year
        and y.option_code = o.option_code
    left join mart_status_by_year_at(as_of_day) as t
        on t.municipality_code = s.municipality_code and t.fiscal_year = s.fiscal_year
)

select * from final
order by fiscal_year, municipality_code, sort_order

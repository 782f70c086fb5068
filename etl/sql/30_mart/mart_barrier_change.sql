-- 1行 = 市町村×続く2回の調査×後の年度の課題。同じ市町村の同じ課題がどう変わったか
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @fiscal_year 後の調査の年度
-- @before_fiscal_year 前の調査の年度
-- @barrier_code 課題の符号（後の年度のもの。統合された課題は、前の年度のどれかを挙げていれば挙げたとみる）
-- @change persisted=続いている、cleared=なくなった、new=新しく挙げた、never=どちらでも挙げていない、implementing=実施を始めて尋ねられなくなった、not_comparable=どちらかの年度の答えがない
-- @was_stated 前の年度に挙げたなら真
-- @is_stated 後の年度に挙げたなら真
-- @events 2回の基準日の間に参加した道の取組の数（回）
-- @events_addressing うち、その課題に応える支援策の数（回）
-- @is_synthetic 架空データなら真
with barriers as materialized (
    select * from mart_barrier_at(as_of_day)
),

rounds as materialized (
    select
        s.fiscal_year,
        s.as_of,
        lag(s.fiscal_year) over (order by s.fiscal_year) as before_fiscal_year,
        lag(s.as_of) over (order by s.fiscal_year) as before_as_of
    from core_survey as s
    where s.fiscal_year in (select fiscal_year from barriers)
),

-- which barriers of the year before one of now stands for: itself, and those that it was merged from
stands_for as (
    select distinct fiscal_year, option_code as barrier_code, option_code as earlier_code from codes_option
    union
    select distinct fiscal_year, option_code, unnest(string_split(replaces, ',')) from codes_option
    where replaces <> ''
),

before as (
    select
        b.municipality_code,
        r.fiscal_year,
        f.barrier_code,
        bool_and(b.is_counted) as is_counted,
        bool_or(b.is_stated) as is_stated,
        bool_or(b.is_synthetic) as is_synthetic
    from rounds as r
    inner join barriers as b on b.fiscal_year = r.before_fiscal_year
    inner join stands_for as f on f.fiscal_year = r.fiscal_year and f.earlier_code = b.barrier_code
    group by all
),

support as (
    select
        t.municipality_code,
        r.fiscal_year,
        b.code as barrier_code,
        count(*) as events,
        count(*) filter (exists (
            select 1 from core_barrier_measure as k
            where k.barrier_code = b.code and k.measure_code = a.measure_code
        )) as events_addressing
    from rounds as r
    inner join core_activity as a
        on a.held_on > r.before_as_of and a.held_on <= r.as_of and a.held_on <= as_of_day
    inner join core_attendance as t on t.activity_id = a.activity_id
    cross join (select distinct barrier_code as code from barriers) as b
    group by all
),

final as (
    select
        n.municipality_code,
        n.fiscal_year,
        r.before_fiscal_year,
        n.barrier_code,
        case
            when p.is_counted and n.state = 'not_asked' and n.group_code = 'implementing' then 'implementing'
            when p.is_counted is distinct from true or not n.is_counted then 'not_comparable'
            when p.is_stated and n.is_stated then 'persisted'
            when p.is_stated then 'cleared'
            when n.is_stated then 'new'
            else 'never'
        end as change,
        coalesce(p.is_stated, false) as was_stated,
        n.is_stated,
        cast(coalesce(s.events, 0) as integer) as events,
        cast(coalesce(s.events_addressing, 0) as integer) as events_addressing,
        n.is_synthetic or coalesce(p.is_synthetic, false) as is_synthetic
    from barriers as n
    inner join rounds as r on r.fiscal_year = n.fiscal_year and r.before_fiscal_year is not null
    left join before as p
        on p.municipality_code = n.municipality_code and p.fiscal_year = n.fiscal_year
        and p.barrier_code = n.barrier_code
    left join support as s
        on s.municipality_code = n.municipality_code and s.fiscal_year = n.fiscal_year
        and s.barrier_code = n.barrier_code
)

select * from final
order by fiscal_year, municipality_code, barrier_code

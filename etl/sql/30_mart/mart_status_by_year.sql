-- 1行 = 1市町村×1年度の実施状況（179市町村 × 2021年度から情報のある最新年度まで）
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @fiscal_year 年度
-- @status_code 状態の符号（何も知らない年度は unknown）
-- @group_code 状態グループの符号
-- @start_fiscal_year 開始（予定）年度
-- @as_of 根拠となる資料が表す時点
-- @known_on 知っていたと数える日
-- @basis stated=その年度の資料にある、carried=前の年度の記載を継続とみなす、none=情報なし
-- @stated_fiscal_year 根拠となる記載の年度
-- @is_synthetic 架空データによる状態なら真
-- @source_id 状態が書かれたセル
with known as (
    select * from core_status where known_on <= as_of_day
    union all by name
    select * exclude (until) from core_status_before where known_on <= as_of_day and until > as_of_day
),

-- a town that was asked and has not answered is 未回答; one that was never asked is データなし
asked as (
    select fiscal_year, bool_and(is_synthetic) as is_synthetic
    from core_return
    where state = 'loaded' and known_on <= as_of_day
    group by fiscal_year
),

-- years whose list names every implementing town: who is not on it is not taken to go on
closed as (
    select distinct fiscal_year
    from core_complete_list
    where not is_synthetic and known_on <= as_of_day
),

years as (
    select c.fiscal_year
    from codes_fiscal_year as c
    where
        c.fiscal_year >= 2021
        and c.fiscal_year <= (
            select coalesce(max(fiscal_year), 2021)
            from (select fiscal_year from known union all select fiscal_year from asked)
        )
),

-- within one year the more authoritative statement wins, then the newer
ranked as (
    select
        *,
        row_number() over (
            partition by municipality_code, fiscal_year, is_synthetic
            order by precedence desc, known.as_of desc, known_on desc, source_id
        ) as place
    from known
),

stated_any as (
    select * from ranked where place = 1
),

grid as (
    select m.code as municipality_code, y.fiscal_year
    from codes_municipality as m
    cross join years as y
),

-- the newest statement up to each year, real and synthetic apart
newest as (
    select
        g.municipality_code as grid_code,
        g.fiscal_year as grid_year,
        s.*,
        row_number() over (
            partition by g.municipality_code, g.fiscal_year, s.is_synthetic order by s.fiscal_year desc
        ) as nearness
    from grid as g
    inner join stated_any as s on s.municipality_code = g.municipality_code and s.fiscal_year <= g.fiscal_year
),

-- an intention of an earlier year is not carried on; what lasts is, until something newer is said
holding as (
    select
        *,
        row_number() over (partition by grid_code, grid_year order by is_synthetic) as place_held
    from newest
    where
        nearness = 1
        and (
            fiscal_year = grid_year
            or status_code in ('preparing', 'planned', 'ended')
            or (
                status_code = 'implementing'
                and not exists (
                    select 1 from closed as c
                    where c.fiscal_year > newest.fiscal_year and c.fiscal_year <= grid_year
                )
            )
        )
),

resolved as (
    select
        g.municipality_code,
        g.fiscal_year,
        h.status_code,
        h.start_fiscal_year,
        h.as_of,
        h.known_on,
        h.is_synthetic,
        h.source_id,
        h.fiscal_year as stated_fiscal_year
    from grid as g
    left join holding as h
        on h.grid_code = g.municipality_code and h.grid_year = g.fiscal_year and h.place_held = 1
),

final as (
    select
        r.municipality_code,
        r.fiscal_year,
        s.code as status_code,
        s.group_code,
        r.start_fiscal_year,
        r.as_of,
        r.known_on,
        case
            when r.status_code is null then 'none'
            when r.stated_fiscal_year = r.fiscal_year then 'stated'
            else 'carried'
        end as basis,
        r.stated_fiscal_year,
        coalesce(r.is_synthetic, a.is_synthetic, false) as is_synthetic,
        r.source_id
    from resolved as r
    left join asked as a on a.fiscal_year = r.fiscal_year
    inner join codes_status as s
        on s.code = coalesce(r.status_code, case when a.fiscal_year is not null then 'no_answer' else 'unknown' end)
)

select * from final
order by municipality_code, fiscal_year

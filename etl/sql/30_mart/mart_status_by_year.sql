-- 1行 = 1市町村×1年度の実施状況（179市町村 × 2021年度から情報のある最新年度まで）
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @fiscal_year 年度
-- @status_code 状態の符号（何も知らない年度は unknown）
-- @group_code 状態グループの符号
-- @is_implementing 実施しているなら真、していないとわかるなら偽（実施市町村の全てが載る名簿にない市町村を含む）、わからなければ空
-- @start_fiscal_year 開始（予定）年度。その年度の資料が空欄なら、同じ状態が続くあいだ、前に書かれたもの
-- @start_source_id 開始（予定）年度が書かれたセル
-- @start_stated_fiscal_year 開始（予定）年度を書いた資料の年度
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

-- years whose list names every implementing town: who is not on it is known not to implement, whatever else is unknown
listed as (
    select fiscal_year, bool_or(not is_synthetic) as is_real
    from core_complete_list
    where known_on <= as_of_day
    group by fiscal_year
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

-- the cell of a start year; one that a correction emptied is said to be none, where others leave it out
start_cells as (
    select fact_key, min(source_id) as source_id
    from core_lineage
    where fact_table = 'core_status' and column_name = 'start_fiscal_year'
    group by fact_key
),

said as (
    select
        r.*,
        c.group_code,
        coalesce(l.source_id, r.source_id) as start_cell,
        r.start_fiscal_year is null and l.source_id is not null as is_without_start
    from ranked as r
    inner join codes_status as c on c.code = r.status_code
    left join start_cells as l on l.fact_key = r.source_id
),

-- a start that a statement leaves out is the newest one said before, as long as the state has stayed the same
starts as (
    select
        s.municipality_code,
        s.fiscal_year,
        s.is_synthetic,
        b.start_fiscal_year,
        b.start_cell,
        b.fiscal_year as start_stated
    from said as s
    inner join said as b
        on b.municipality_code = s.municipality_code and b.group_code = s.group_code
        and b.fiscal_year <= s.fiscal_year and b.is_synthetic <= s.is_synthetic
    where
        s.place = 1
        and b.start_fiscal_year is not null
        and (
            (b.source_id = s.source_id and b.place = 1)
            or (
                s.start_fiscal_year is null
                and case s.group_code
                    when 'implementing' then b.start_fiscal_year <= s.fiscal_year
                    when 'planned' then b.start_fiscal_year > s.fiscal_year
                end
                and not exists (
                    select 1
                    from said as w
                    where
                        w.municipality_code = s.municipality_code and w.place = 1
                        and w.fiscal_year between b.fiscal_year and s.fiscal_year
                        and w.is_synthetic <= s.is_synthetic
                        and (w.group_code <> s.group_code or w.is_without_start)
                )
            )
        )
    qualify row_number() over (
        partition by s.municipality_code, s.fiscal_year, s.is_synthetic
        order by
            b.fiscal_year desc, b.is_synthetic, b.precedence desc, b.as_of desc, b.known_on desc, b.source_id
    ) = 1
),

stated_any as (
    select s.* exclude (start_fiscal_year, start_cell), t.start_fiscal_year, t.start_cell, t.start_stated
    from said as s
    left join starts as t
        on t.municipality_code = s.municipality_code and t.fiscal_year = s.fiscal_year
        and t.is_synthetic = s.is_synthetic
    where s.place = 1
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
                    select 1 from listed as c
                    where c.is_real and c.fiscal_year > newest.fiscal_year and c.fiscal_year <= grid_year
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
        h.start_cell as start_source_id,
        h.start_stated as start_stated_fiscal_year,
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
        case
            when s.group_code = 'implementing' then true
            when s.group_code <> 'no_data' or l.fiscal_year is not null then false
        end as is_implementing,
        r.start_fiscal_year,
        r.start_source_id,
        r.start_stated_fiscal_year,
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
    left join listed as l on l.fiscal_year = r.fiscal_year
    inner join codes_status as s
        on s.code = coalesce(r.status_code, case when a.fiscal_year is not null then 'no_answer' else 'unknown' end)
)

select * from final
order by municipality_code, fiscal_year

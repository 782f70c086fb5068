-- 1行 = 1市町村がある年度の資料で示した開始予定と、その後わかったこと
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @stated_fiscal_year 予定を示した年度
-- @stated_as_of 予定を示した資料が表す時点
-- @status_code 予定を示したときの状態の符号
-- @planned_start 示した開始予定の年度
-- @is_first その市町村が初めて示した開始予定なら真
-- @is_current まだ始めておらず、より新しい記載がない（いまの予定である）なら真
-- @actual_start 実際に始めた年度（始めたと書いた資料がなければ空）
-- @outcome kept=予定どおり（早い開始を含む）、slipped=遅れ、undated=時期未定に戻した、withdrawn=予定なしに変えた、not_due=まだ先、unknown=わからない
-- @slip_years 予定から何年遅れたか（早まれば負。わからなければ空）
-- @slip_is_minimum まだ始めておらず、少なくともその年数なら真
-- @evidence 判断の根拠。started=開始の記載、replanned=新しい開始予定、not_started=開始予定の年度以降の記載、not_listed=実施市町村の全てが載る名簿にない、same_source=開始の記載が予定と同じ資料にしかなく確かめにならない、dropped=開始予定の年度より前の記載、none=その後の記載がない
-- @evidence_fiscal_year 根拠の年度（なければ空）
-- @is_synthetic 予定か根拠が架空データなら真
-- @source_id 予定が書かれたセル
-- @evidence_source_id 根拠が書かれたセル（なければ空）
with states as (
    select * from mart_status_by_year_at(as_of_day) where basis = 'stated'
),

-- each plan beside the newest thing said of the town after it
plans as (
    select
        s.*,
        row_number() over (partition by municipality_code order by fiscal_year) = 1 as is_first
    from states as s
    where status_code in ('planned', 'preparing') and start_fiscal_year is not null
),

newest as (
    select * from states
    qualify row_number() over (partition by municipality_code order by fiscal_year desc) = 1
),

started as (
    select
        municipality_code,
        coalesce(start_fiscal_year, fiscal_year) as actual_start,
        fiscal_year,
        is_synthetic,
        source_id
    from states
    where status_code = 'implementing'
    qualify row_number() over (partition by municipality_code order by fiscal_year) = 1
),

-- a start is confirmed by a document other than the one that stated the plan
documents as (
    select s.*, coalesce(nullif(f.source_group, ''), f.file) as document
    from core_status as s
    inner join core_source as c on c.source_id = s.source_id
    inner join core_file as f on f.file_id = c.file_id
    where s.known_on <= as_of_day
),

confirmed as (
    select
        p.municipality_code,
        p.fiscal_year as stated_year,
        b.fiscal_year,
        b.is_synthetic,
        b.source_id
    from plans as p
    inner join documents as d on d.source_id = p.source_id
    inner join documents as b
        on b.municipality_code = p.municipality_code and b.fiscal_year > p.fiscal_year
        and b.status_code = 'implementing' and b.document <> d.document
    qualify row_number() over (
        partition by p.municipality_code, p.fiscal_year
        order by b.fiscal_year, b.is_synthetic, b.precedence desc, b.known_on, b.source_id
    ) = 1
),

-- lists that name every implementing town: who is not on one of a later year had not begun by its day
listed as (
    select max(fiscal_year) as fiscal_year
    from core_complete_list
    where not is_synthetic and known_on <= as_of_day
),

beside as (
    select
        p.*,
        b.actual_start,
        i.fiscal_year as begun_said,
        i.is_synthetic as begun_synthetic,
        i.source_id as begun_source,
        n.fiscal_year as later_year,
        n.status_code as later_status,
        n.start_fiscal_year as later_start,
        n.is_synthetic as later_synthetic,
        n.source_id as later_source,
        c.fiscal_year as list_year,
        year(as_of_day - interval 3 month) as this_year
    from plans as p
    left join started as b on b.municipality_code = p.municipality_code and b.fiscal_year > p.fiscal_year
    left join confirmed as i on i.municipality_code = p.municipality_code and i.stated_year = p.fiscal_year
    left join newest as n on n.municipality_code = p.municipality_code and n.fiscal_year > p.fiscal_year
    cross join listed as c
),

judged as (
    select
        *,
        case
            when actual_start is not null and begun_source is null then 'same_source'
            when actual_start is not null then 'started'
            when later_start > start_fiscal_year then 'replanned'
            when later_year > start_fiscal_year then 'not_started'
            when later_year = start_fiscal_year and later_start is null and later_status <> 'preparing' then 'not_started'
            when list_year > start_fiscal_year then 'not_listed'
            when later_status in ('undecided', 'alternative', 'no_plan', 'ended') then 'dropped'
            else 'none'
        end as evidence
    from beside
),

final as (
    select
        municipality_code,
        fiscal_year as stated_fiscal_year,
        as_of as stated_as_of,
        status_code,
        start_fiscal_year as planned_start,
        is_first,
        later_year is null and actual_start is null as is_current,
        actual_start,
        case
            when evidence = 'same_source' then 'unknown'
            when evidence = 'started' then if(actual_start <= start_fiscal_year, 'kept', 'slipped')
            when later_status in ('no_plan', 'ended') then 'withdrawn'
            when evidence in ('replanned', 'not_started', 'not_listed') then 'slipped'
            when evidence = 'dropped' then 'undated'
            when start_fiscal_year >= this_year then 'not_due'
            else 'unknown'
        end as outcome,
        cast(case
            when evidence = 'same_source' then null
            when evidence = 'started' then actual_start - start_fiscal_year
            when later_status in ('no_plan', 'ended') then null
            when evidence = 'replanned' then later_start - start_fiscal_year
            when evidence = 'not_started' then later_year - start_fiscal_year + if(later_start is null, 1, 0)
            when evidence = 'not_listed' then list_year - start_fiscal_year
        end as integer) as slip_years,
        evidence in ('replanned', 'not_started', 'not_listed') and later_status is distinct from 'no_plan'
        and later_status is distinct from 'ended' as slip_is_minimum,
        evidence,
        cast(case evidence
            when 'started' then begun_said
            when 'not_listed' then list_year
            when 'none' then null
            when 'same_source' then null
            else later_year
        end as integer) as evidence_fiscal_year,
        is_synthetic or case evidence
            when 'started' then begun_synthetic
            when 'not_listed' then false
            when 'none' then false
            when 'same_source' then false
            else coalesce(later_synthetic, false)
        end as is_synthetic,
        source_id,
        case when evidence = 'started' then begun_source when evidence not in ('not_listed', 'none', 'same_source') then later_source end as evidence_source_id
    from judged
)

select * from final
order by municipality_code, stated_fiscal_year

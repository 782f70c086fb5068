-- 1行 = 1市町村の、ある年度から次の年度への状態の移り変わり
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @from_fiscal_year 前の年度
-- @fiscal_year 次の年度
-- @from_status_code 前の年度の状態の符号
-- @from_group_code 前の年度の状態グループの符号
-- @status_code 次の年度の状態の符号
-- @group_code 次の年度の状態グループの符号
-- @from_is_implementing 前の年度に実施しているなら真、していないとわかるなら偽、わからなければ空
-- @is_implementing 次の年度（同上）
-- @direction advance=進展した、same=変わらない、retreat=見直した、unknown=わからない
-- @from_basis 前の年度の根拠（stated=その年度の資料にある、carried=継続とみなす、none=情報なし）
-- @basis 次の年度の根拠（同上）
-- @is_synthetic どちらかの年度が架空データによるなら真
-- @from_source_id 前の年度の状態が書かれたセル
-- @source_id 次の年度の状態が書かれたセル
with states as (
    select * from mart_status_by_year_at(as_of_day)
),

-- how far along a group is. Silence may be anything; below the last stage where the town is known not to implement
stages as (
    select municipality_code, fiscal_year, coalesce(stage, 0) as least, coalesce(stage, if(is_implementing is null, 3, 2)) as most
    from states
    left join
        (values ('no_plan', 0), ('considering', 1), ('planned', 2), ('implementing', 3)) as t (group_code, stage)
        using (group_code)
),

pairs as (
    select
        b.municipality_code,
        a.fiscal_year as from_fiscal_year,
        b.fiscal_year,
        a.status_code as from_status_code,
        a.group_code as from_group_code,
        b.status_code,
        b.group_code,
        a.is_implementing as from_is_implementing,
        b.is_implementing,
        a.basis as from_basis,
        b.basis,
        a.is_synthetic or b.is_synthetic as is_synthetic,
        a.source_id as from_source_id,
        b.source_id
    from states as a
    inner join states as b on b.municipality_code = a.municipality_code and b.fiscal_year = a.fiscal_year + 1
),

final as (
    select
        p.municipality_code,
        p.from_fiscal_year,
        p.fiscal_year,
        p.from_status_code,
        p.from_group_code,
        p.status_code,
        p.group_code,
        p.from_is_implementing,
        p.is_implementing,
        case
            when t.least > f.most then 'advance'
            when t.most < f.least then 'retreat'
            when f.least = f.most and t.least = t.most then 'same'
            else 'unknown'
        end as direction,
        p.from_basis,
        p.basis,
        p.is_synthetic,
        p.from_source_id,
        p.source_id
    from pairs as p
    inner join stages as f on f.municipality_code = p.municipality_code and f.fiscal_year = p.from_fiscal_year
    inner join stages as t on t.municipality_code = p.municipality_code and t.fiscal_year = p.fiscal_year
)

select * from final
order by fiscal_year, municipality_code

-- 1行 = 1年度。その年度の状態をどこまで知っているか
-- macro: as_of_day
-- @fiscal_year 年度
-- @label_ja 和暦の呼び方
-- @implementers_complete 実施市町村の全てが資料から分かるなら真（偽の年度は「わかっている範囲」）
-- @all_answered 全市町村の状態が資料にあるなら真
-- @stated その年度の資料に状態がある市町村数
-- @carried 前の年度の記載を継続とみなした市町村数
-- @unknown 情報のない市町村数
-- @synthetic 架空データによる市町村数
-- @newest_as_of 根拠となる資料のうち最も新しい時点
with lists as (
    select distinct fiscal_year, true as implementers_complete
    from core_complete_list
    where known_on <= as_of_day
),

states as (
    select
        fiscal_year,
        count(*) filter (basis = 'stated') as stated,
        count(*) filter (basis = 'carried') as carried,
        count(*) filter (basis = 'none') as unknown,
        count(*) filter (is_synthetic) as synthetic,
        count(*) as municipalities,
        max(as_of) filter (basis = 'stated') as newest_as_of
    from mart_status_by_year_at(as_of_day)
    group by fiscal_year
),

final as (
    select
        s.fiscal_year,
        c.label_ja,
        coalesce(l.implementers_complete, false) or s.stated = s.municipalities as implementers_complete,
        s.stated = s.municipalities as all_answered,
        cast(s.stated as integer) as stated,
        cast(s.carried as integer) as carried,
        cast(s.unknown as integer) as unknown,
        cast(s.synthetic as integer) as synthetic,
        s.newest_as_of
    from states as s
    inner join codes_fiscal_year as c on c.fiscal_year = s.fiscal_year
    left join lists as l on l.fiscal_year = s.fiscal_year
)

select * from final
order by fiscal_year

-- 1行 = 設問と、それが受け継ぐ設問の1つ（自分自身を含む。改名・統合をさかのぼる）
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @ancestor_id 受け継ぐ設問の番号
with recursive named as (
    select fiscal_year, question_id, unnest(string_split(previous_ids, ',')) as previous_id
    from codes_question
),

line as (
    select fiscal_year, question_id, question_id as ancestor_id, fiscal_year as ancestor_year
    from codes_question
    union
    select l.fiscal_year, l.question_id, n.previous_id, y.fiscal_year
    from line as l
    inner join named as n on n.fiscal_year = l.ancestor_year and n.question_id = l.ancestor_id
    left join (select distinct fiscal_year from codes_question) as y
        on y.fiscal_year = (select max(q.fiscal_year) from codes_question as q where q.fiscal_year < l.ancestor_year)
    where n.previous_id <> ''
),

final as (
    select distinct fiscal_year, question_id, ancestor_id from line
)

select * from final
order by fiscal_year, question_id, ancestor_id

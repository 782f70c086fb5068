-- 1行 = 船で渡る1つの町と、渡るのにかかる時間の見込み
-- @municipality_code 標準地域コード
-- @island 島（同じ島の町は同じ日に回れる）
-- @port_code 本土の港がある市町村の標準地域コード（位置は役場で代用）
-- @sail_minutes 船の時間（分、片道）
-- @wait_minutes 乗船の手続きと待ち（分、片道）
-- @island_minutes 島の港から役場まで（分）
-- @is_provisional 仮の値なら真
-- @source_id 船の時間が書かれたセル
select
    municipality_code,
    island,
    port_code,
    cast(sail_minutes as double) as sail_minutes,
    cast(wait_minutes as double) as wait_minutes,
    cast(island_minutes as double) as island_minutes,
    provisional = '1' as is_provisional,
    source_id
from input_ferry
order by municipality_code

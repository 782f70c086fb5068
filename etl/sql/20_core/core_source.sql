-- 1行 = 値の根拠となる1つのセル
-- @source_id 出典の番号（資料の番号!シート!セル）
-- @file_id 資料の番号
-- @file data/raw の中の場所
-- @sha256 資料の指紋
-- @sheet シートの名前（CSVは空）
-- @cell セルの番地（A1形式。文字だけの資料では「行3」の形の行番号）
-- @raw_text 書かれていたとおりの文字
-- @received_on 受け取った日
-- @known_on 知っていたと数える日
-- @is_synthetic 架空データ（とその訂正）なら真
select
    s.source_id,
    s.file_id,
    f.file,
    f.sha256,
    s.sheet,
    s.cell,
    s.raw_text,
    f.received_on,
    f.known_on,
    f.is_synthetic or coalesce(cast(c.is_synthetic as boolean), false) as is_synthetic
from input_source as s
inner join core_file as f on f.file_id = s.file_id
left join input_correction as c on c.source_id = s.source_id
order by f.file, s.source_id

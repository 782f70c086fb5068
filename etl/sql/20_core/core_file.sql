-- 1行 = 1つの受領資料。受領日・出典・利用条件と、読んだ行数の内訳
-- @file_id 資料の番号（指紋の先頭12桁）
-- @file data/raw の中の場所
-- @sha256 登録した時の指紋（SHA-256）
-- @kind 資料の種類
-- @title 資料の名前
-- @publisher 作成者
-- @received_from 受領の相手・経路
-- @received_on 実際に受け取った日
-- @known_on 知っていたと数える日（受領日と違うときは note に理由）
-- @as_of 資料が表す時点
-- @coverage どこまで載っているか（implementers=実施市町村は全て、plan=翌年度開始予定は全て、partial=一部の市町村、all=全市町村）
-- @licence 利用条件
-- @url 掲載場所
-- @source_group 転記のもとの資料（同じ資料から作ったファイルは、互いの確かめにならない。空=このファイルだけ）
-- @is_synthetic 架空データなら真
-- @is_intact 登録時と同じ中身なら真（偽の資料の値は使わない）
-- @encoding CSVの文字コード（判定結果）
-- @rows_read 読んだ行数
-- @rows_loaded 取り込んだ行数
-- @rows_quarantined 取り込まずに保留した行数
-- @rows_not_yet_known 指定した時点より後に知ったため使わなかった行数
-- @note 注記
select
    file_id,
    file,
    sha256,
    kind,
    title,
    publisher,
    received_from,
    cast(received_on as date) as received_on,
    cast(known_on as date) as known_on,
    cast(nullif(as_of, '') as date) as as_of,
    coverage,
    licence,
    url,
    source_group,
    cast(is_synthetic as boolean) as is_synthetic,
    cast(is_intact as boolean) as is_intact,
    encoding,
    cast(rows_read as integer) as rows_read,
    cast(rows_loaded as integer) as rows_loaded,
    cast(rows_quarantined as integer) as rows_quarantined,
    cast(rows_not_yet_known as integer) as rows_not_yet_known,
    note
from input_file
order by file

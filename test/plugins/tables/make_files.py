"""Writes the files that the tests of Parquet and Arrow tables read: python make_files.py (pandas 2.3, pyarrow)."""
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet

OUT = Path(__file__).parent / "files"
DAYS = pd.to_datetime(["2024-01-02", "2024-01-03", "2024-01-04"])


def bars(first, index):
    rows = [i % 10 for i in range(len(index))]
    return pd.DataFrame(
        {
            "open": [first + i for i in rows],
            "high": [first + i + 2.0 for i in rows],
            "low": [first + i - 1.0 for i in rows],
            "close": [first + i + 0.25 for i in rows],
            "volume": [1000 + i for i in rows],
        },
        index=index,
    )


folder = OUT / "folder"
folder.mkdir(parents=True, exist_ok=True)
# As pandas writes it: the index is a column of nanoseconds in the exchange's zone, volume an int64.
bars(10.0, DAYS.tz_localize("America/New_York").rename("Date")).to_parquet(folder / "AAA.parquet")
# Without an index's name, zstd, 32-bit prices, a missing day.
holes = bars(20.0, DAYS).astype({"open": "float32"})
holes.loc["2024-01-03", ["open", "high", "low", "close"]] = None
holes.to_parquet(folder / "BBB.parquet", compression="zstd")

long = pd.concat([bars(10.0, DAYS).assign(symbol="AAA"), bars(20.0, DAYS).assign(symbol="BBB")])
long = long.rename_axis("date").reset_index()
long["date"] = long["date"].dt.date
long["split"] = [1.0, 1.0, 0.5, 1.0, 1.0, 1.0]
long["dividend"] = [0.0, 0.1, 0.0, 0.0, 0.0, 0.0]
long["adj close"] = long["close"] * 0.9
long.to_parquet(OUT / "long.parquet", row_group_size=2)

minutes = pd.date_range("2024-01-02 14:31", periods=5, freq="min", tz="UTC")
minute = bars(30.0, minutes).rename_axis("timestamp").reset_index()
minute["sid"] = 7
minute["timestamp"] = minute["timestamp"].astype("int64") // 10**9
minute.to_parquet(OUT / "minutes.parquet")

huge = bars(1.0, DAYS).rename_axis("date").reset_index()
huge["volume"] = [1, 2**53 + 1, 3]
huge.to_parquet(OUT / "huge.parquet")

table = pa.Table.from_pandas(long, preserve_index=False)
for compression in ("uncompressed", "lz4", "zstd"):
    pa.feather.write_feather(table, OUT / f"{compression}.feather", compression=compression)
dictionary = table.set_column(
    table.schema.get_field_index("symbol"), "symbol", table.column("symbol").dictionary_encode()
)
with pa.OSFile(str(OUT / "stream.arrow"), "wb") as sink, pa.ipc.new_stream(sink, dictionary.schema) as writer:
    writer.write_table(dictionary)
# Long enough that LZ4 takes several blocks, which refer to one another.
many = pd.date_range("2000-01-03", periods=12000, freq="D").rename("date")
pa.feather.write_feather(bars(1.0, many).reset_index(), OUT / "many.feather", compression="lz4")

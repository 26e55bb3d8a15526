"""Times pandas function by function, in turns with test/bench/kernels.ts: reads NAME a line, answers seconds of the clock and of the
processor, a sum and the last value.

First line in: rows of the series, rows and columns of the matrix. The values are those made there, by the same generator.
"""
import sys
import time

import numpy as np
import pandas as pd
from talib_series import bars


def rolling_slope(data):
    y, x = data["y"].rolling(30), data["x"].rolling(30)
    return y.cov(data["x"]) / x.var()


OPERATIONS = {
    "rolling sum": lambda d: d["y"].rolling(30).sum(),
    "rolling mean": lambda d: d["y"].rolling(30).mean(),
    "rolling var": lambda d: d["y"].rolling(30).var(),
    "rolling min": lambda d: d["y"].rolling(30).min(),
    "rolling max": lambda d: d["y"].rolling(30).max(),
    "rolling median": lambda d: d["y"].rolling(30).median(),
    "rolling quantile": lambda d: d["y"].rolling(30).quantile(0.9),
    "rolling rank": lambda d: d["y"].rolling(30).rank(),
    "rolling correlation": lambda d: d["y"].rolling(30).corr(d["x"]),
    "rolling slope": rolling_slope,
    "ewm mean": lambda d: d["y"].ewm(span=20).mean(),
    "ewm std": lambda d: d["y"].ewm(span=20).std(),
    "row rank": lambda d: d["matrix"].rank(axis=1),
    "row quantile": lambda d: d["matrix"].quantile(0.9, axis=1),
    "resample": lambda d: d["bars"].resample("5min").agg(
        {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    ),
    "join as of": lambda d: pd.merge_asof(d["minutes"], d["filings"], on="time")["value"],
}


def main():
    rows, matrix_rows, columns = (int(part) for part in sys.stdin.readline().split())
    made = bars(rows)
    index = pd.date_range("2000-01-01", periods=rows, freq="min")
    names = {"open": "o", "high": "h", "low": "l", "close": "c", "volume": "v"}
    cells = made["c"][: matrix_rows * columns].reshape(matrix_rows, columns)
    data = {
        "y": pd.Series(made["c"]),
        "x": pd.Series(made["o"]),
        "matrix": pd.DataFrame(cells),
        "bars": pd.DataFrame({name: made[key] for name, key in names.items()}, index=index),
    }
    filings = np.arange(-(-rows // 7)) * 420_000.0 - 30_000.0
    data["minutes"] = pd.DataFrame({"time": np.arange(rows) * 60_000.0})
    data["filings"] = pd.DataFrame({"time": filings, "value": made["c"][: len(filings)]})
    print("ready", pd.__version__, np.__version__, flush=True)
    for line in sys.stdin:
        begun, used = time.perf_counter(), time.process_time()
        answer = OPERATIONS[line.strip()](data)
        spent = time.perf_counter() - begun, time.process_time() - used
        values = answer.to_numpy().ravel()
        print(*spent, float(np.nansum(values)), float(values[-1]), flush=True)
        del answer, values


if __name__ == "__main__":
    main()

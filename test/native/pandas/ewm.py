"""Writes ewm.json: what pandas answers, for test/native/ewm.test.ts.

    pip install pandas==3.1.1
    python ewm.py > ewm.json

Series are doubles in base64, so that every bit is kept.
"""
import base64
import itertools
import json

import numpy as np
import pandas as pd

nan, inf = np.nan, np.inf
random = np.random.default_rng(7)
walk = np.round(100 + random.normal(size=30).cumsum(), 2)
gaps = walk.copy()
gaps[[0, 1, 5, 6, 7, 15, 29]] = nan
gaps[20] = inf
flat = np.array([nan, 0.1, 0.1, 0.1, nan, 0.1, 3.0, 3.0, -2.0, -inf, -2.0])
SERIES = {"walk": walk, "gaps": gaps, "flat": flat}
DECAYS = [{"span": 5}, {"com": 1}, {"com": 0}, {"halflife": 3}, {"alpha": 1 / 3}, {"alpha": 0.05, "min_periods": 4}]
STATISTICS = [("mean", {}), ("var", {}), ("var", {"bias": True}), ("std", {})]


def encoded(values):
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode()


cases = []
for name, decay, adjust, ignored, (statistic, bias) in itertools.product(
    SERIES, DECAYS, (True, False), (False, True), STATISTICS
):
    weighted = pd.Series(SERIES[name]).ewm(**decay, adjust=adjust, ignore_na=ignored)
    answer = getattr(weighted, statistic)(**bias)
    cases.append([name, decay, adjust, ignored, statistic, bool(bias), encoded(answer)])
inputs = {name: encoded(values) for name, values in SERIES.items()}
print(json.dumps({"pandas": pd.__version__, "inputs": inputs, "cases": cases}, separators=(",", ":")).replace("[[", "[\n[").replace("],[", "],\n["))

"""Writes vectors.json: what TA-Lib answers, for test/native/indicators.test.ts.

    pip install TA-Lib==0.8.2 numpy    # TA-Lib 0.8.1 in C
    python vectors.py > vectors.json

Series are doubles in base64. `rows` is how many of an answer's last rows are kept; `missing` how many rows it begins with that have no value.
"""
import base64
import json

import numpy as np
import talib

PARAMETERS = {
    "SMA": [[30], [5], [1]], "EMA": [[30], [5], [1]], "WMA": [[30], [5], [1]], "DEMA": [[20], [4], [1]],
    "TEMA": [[14], [3], [1]], "TRIMA": [[30], [7], [2]], "KAMA": [[30], [4], [1]], "MAMA": [[0.5, 0.05], [0.3, 0.1]],
    "T3": [[5, 0.7], [8, 0.5], [1, 0.7]], "MA": [[10, t] for t in range(9)] + [[1, 3]],
    "BBANDS": [[20, 2.0, 2.0, 0], [5, 1.5, 2.5, 1], [8, 2.0, 1.0, 2]], "SAR": [[0.02, 0.2], [0.1, 0.05], [0.3, 0.9]],
    "MIDPOINT": [[14], [2], [9]], "MIDPRICE": [[14], [2], [9]], "HT_TRENDLINE": [[]], "RSI": [[14], [2], [5]],
    "MACD": [[12, 26, 9], [5, 3, 2], [10, 20, 1]], "MACDEXT": [[12, 1, 26, 1, 9, 1], [6, 0, 14, 3, 5, 2], [14, 3, 6, 0, 4, 0], [9, 2, 9, 4, 3, 6]],
    "MACDFIX": [[9], [3]], "STOCH": [[5, 3, 0, 3, 0], [14, 4, 1, 3, 2], [1, 1, 0, 1, 0]], "STOCHF": [[5, 3, 0], [14, 3, 1]],
    "STOCHRSI": [[14, 5, 3, 0], [5, 9, 4, 1]], "ADX": [[14], [2], [5]], "ADXR": [[14], [2], [5]], "APO": [[12, 26, 1], [9, 4, 0], [3, 8, 2]],
    "PPO": [[12, 26, 1], [9, 4, 0], [3, 8, 2]], "AROON": [[14], [2], [5]], "AROONOSC": [[14], [2], [5]], "BOP": [[]], "CCI": [[14], [2], [5]],
    "CMO": [[14], [2], [5]], "DX": [[14], [2], [5]], "MFI": [[14], [2], [5]], "MINUS_DI": [[14], [1], [5]], "PLUS_DI": [[14], [1], [5]],
    "MINUS_DM": [[14], [1], [5]], "PLUS_DM": [[14], [1], [5]], "MOM": [[10], [1]], "ROC": [[10], [1]], "ROCP": [[10], [1]], "ROCR": [[10], [1]],
    "ROCR100": [[10], [1]], "TRIX": [[14], [3], [1]], "ULTOSC": [[7, 14, 28], [9, 3, 5]], "WILLR": [[14], [2], [5]], "AD": [[]],
    "ADOSC": [[3, 10], [7, 4]], "OBV": [[]], "ATR": [[14], [1], [5]], "NATR": [[14], [1], [5]], "TRANGE": [[]], "BETA": [[5], [1], [20]],
    "CORREL": [[30], [2], [7]], "LINEARREG": [[14], [2], [7]], "LINEARREG_ANGLE": [[14], [2], [7]], "LINEARREG_INTERCEPT": [[14], [2], [7]],
    "LINEARREG_SLOPE": [[14], [2], [7]], "STDDEV": [[5, 1.0], [2, 2.0], [20, 0.5]], "TSF": [[14], [2], [7]], "VAR": [[5, 1.0], [2, 1.0], [20, 1.0]],
    "MAX": [[30], [2], [7]], "MIN": [[30], [2], [7]], "MAXINDEX": [[30], [2], [7]], "MININDEX": [[30], [2], [7]], "MINMAX": [[30], [2], [7]],
    "MINMAXINDEX": [[30], [2], [7]], "SUM": [[30], [2], [7]], "AVGPRICE": [[]], "MEDPRICE": [[]], "TYPPRICE": [[]], "WCLPRICE": [[]],
}
INPUTS = {
    "SAR": "hl", "MIDPRICE": "hl", "STOCH": "hlc", "STOCHF": "hlc", "ADX": "hlc", "ADXR": "hlc", "AROON": "hl", "AROONOSC": "hl", "BOP": "ohlc",
    "CCI": "hlc", "DX": "hlc", "MFI": "hlcv", "MINUS_DI": "hlc", "PLUS_DI": "hlc", "MINUS_DM": "hl", "PLUS_DM": "hl", "ULTOSC": "hlc", "WILLR": "hlc",
    "AD": "hlcv", "ADOSC": "hlcv", "OBV": "cv", "ATR": "hlc", "NATR": "hlc", "TRANGE": "hlc", "BETA": "co", "CORREL": "co", "AVGPRICE": "ohlc",
    "MEDPRICE": "hl", "TYPPRICE": "hlc", "WCLPRICE": "hlc",
}


def bars(seed, rows, head=0):
    """Prices in cents with ties and flat stretches; `head` rows of NaN before."""
    random = np.random.default_rng(seed)
    steps = random.normal(0, 0.6, rows)
    steps[rows // 3 : rows // 3 + 9] = 0
    close = np.round(60 + np.cumsum(steps), 2)
    high = np.round(close + np.abs(random.normal(0, 0.4, rows)), 1).clip(close)
    low = np.round(close - np.abs(random.normal(0, 0.4, rows)), 1).clip(None, close)
    opened = np.round(low + (high - low) * random.random(rows), 2)
    volume = random.integers(0, 5000, rows).astype(float)
    flat = slice(rows // 2, rows // 2 + 6)
    for column in (opened, high, low, close):
        column[flat] = 61.25
    volume[flat] = 0
    columns = dict(o=opened, h=high, l=low, c=close, v=volume)
    return {key: np.concatenate([np.full(head, np.nan), column]) for key, column in columns.items()}


def coded(series):
    return base64.b64encode(np.asarray(series, dtype="<f8").tobytes()).decode()


def main():
    # Name, bars, how many rows of an answer are kept, how many of an indicator's sets of parameters are asked.
    worlds = [("walk", bars(1, 150), 150, 99), ("long", bars(2, 3000), 5, 99), ("headed", bars(3, 60, 11), 71, 1)]
    worlds += [(f"short{rows}", bars(4, rows), rows, 1) for rows in (1, 2, 3, 12)]
    cases = []
    for world, columns, rows, sets in worlds:
        for name, parameters in PARAMETERS.items():
            for given in parameters[:sets]:
                answers = getattr(talib, name)(*[columns[key] for key in INPUTS.get(name, "c")], *given)
                answers = answers if isinstance(answers, (list, tuple)) else [answers]
                # Integers have 0 where there is no value; TA-Lib's lookback says how many those are.
                head = int(np.isnan(columns["c"]).argmin())
                lookback = talib.abstract.Function(name, *given).lookback
                series = []
                for answer in answers:
                    if answer.dtype.kind == "i":
                        answer = answer.astype(float)
                        answer[: head + lookback] = np.nan
                    series.append(answer)
                missing = [int(np.isnan(answer).sum()) for answer in series]
                cases.append([world, name, given, missing, [coded(answer[-rows:]) for answer in series]])
    inputs = {world: {key: coded(column) for key, column in columns.items()} for world, columns, _, _ in worlds}
    print('{"talib": %s,\n"worlds": %s,\n"inputs": %s,\n"cases": [\n%s\n]}' % (
        json.dumps([talib.__version__, talib.__ta_version__.decode()]),
        json.dumps({world: rows for world, _, rows, _ in worlds}),
        json.dumps(inputs),
        json.dumps(INPUTS) and ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases),
    ))


if __name__ == "__main__":
    import talib.abstract

    main()

"""Write small daily data that are hard on cross-sections: ties, gaps, flat prices, twins, listings, delistings, splits and dividends inside windows.

    python make_pipeline_data.py OUT SEED [gz]

OUT/daily/{bars/*.csv,assets.csv,splits.csv,dividends.csv}: XNYS, 2020-01-02..2020-07-31. With gz bars are compressed, as the tests read them.
"""
import gzip, os, sys
import numpy as np, pandas as pd, exchange_calendars as xc

OUT, SEED = sys.argv[1], int(sys.argv[2])
GZ = 'gz' in sys.argv[3:]
rng = np.random.default_rng(SEED)
S = xc.get_calendar('XNYS', start='2019-12-01', end='2020-12-31').sessions_in_range('2020-01-02', '2020-07-31')

def place(*parts):
    file = os.path.join(OUT, 'daily', *parts); os.makedirs(os.path.dirname(file), exist_ok=True); return file

# symbol: price, volatility, mean volume, grid of prices, first, last
ASSETS = {
    'BASE': (100, .012, 2e6, .01, None, None), 'TIES': (20, .03, 9e5, 1, None, None),
    'FLAT': (12.5, 0, 3e5, .01, None, None), 'GAPS': (45, .02, 4e4, .01, None, None),
    'HOLE': (70, .02, 6e5, .01, None, None), 'SPLA': (240, .015, 8e5, .01, None, None),
    'REVS': (3, .04, 9e6, .01, None, None), 'DIVI': (60, .012, 6e5, .01, None, None),
    'NEWA': (35, .02, 7e5, .01, '2020-04-22', None), 'NEWB': (15, .03, 5e5, .5, '2020-03-30', None),
    'DEAD': (80, .02, 1e6, .01, None, '2020-04-30'), 'LAST': (9, .03, 3e6, .01, None, '2020-05-15'),
    'TWIN': (100, .012, 2e6, .01, None, None), 'WILD': (5, .08, 5e6, .01, None, None),
}
SPLITS = [('SPLA', '2020-04-24', .5), ('SPLA', '2020-05-13', .25), ('REVS', '2020-04-29', 8.), ('HOLE', '2020-03-02', .5), ('DIVI', '2020-05-04', .2)]
DIVIDENDS = [('DIVI', '2020-02-10', .4), ('DIVI', '2020-04-27', .35), ('DIVI', '2020-05-04', .3), ('DIVI', '2020-05-18', .1), ('FLAT', '2020-04-23', .25), ('FLAT', '2020-05-14', .25), ('GAPS', '2020-05-05', .6), ('BASE', '2020-04-28', .9), ('WILD', '2020-05-12', .02)]

frames = {}
for symbol, (price, vol, volume, grid, first, last) in ASSETS.items():
    days = S[(S >= (first or S[0])) & (S <= (last or S[-1]))]
    n = len(days)
    close = price * np.exp(np.cumsum(rng.normal(0, vol, n)))
    open_ = np.r_[price, close[:-1]] * np.exp(rng.normal(0, vol / 3, n))
    snap = lambda x: np.round(np.maximum(np.round(x / grid) * grid, grid), 3)
    o, c = snap(open_), snap(close)
    h = np.maximum.reduce([o, c, snap(np.maximum(o, c) * (1 + np.abs(rng.normal(0, vol / 2, n))))])
    l = np.minimum.reduce([o, c, snap(np.minimum(o, c) * (1 - np.abs(rng.normal(0, vol / 2, n))))])
    v = np.maximum(1, np.round(volume * np.exp(rng.normal(0, .5, n)))).astype('int64')
    frames[symbol] = pd.DataFrame(dict(open=o, high=h, low=l, close=c, volume=v), index=days)
frames['TWIN'] = frames['BASE'].copy()
for symbol, date, ratio in SPLITS:
    frame = frames[symbol]; since = frame.index >= date
    frame.loc[since, ['open', 'high', 'low', 'close']] = np.maximum((frame.loc[since, ['open', 'high', 'low', 'close']] * ratio).round(3), .01)
    frame.loc[since, 'volume'] = (frame.loc[since, 'volume'] / ratio).round().clip(lower=1).astype('int64')
gone = rng.choice(np.arange(3, len(S) - 3), len(S) // 4, replace=False)
frames['GAPS'] = frames['GAPS'].drop(S[gone])
hole = (frames['HOLE'].index >= '2020-04-22') & (frames['HOLE'].index <= '2020-05-01')
frames['HOLE'] = frames['HOLE'][~hole]

assets = []
for symbol, frame in frames.items():
    frame.index.name = 'date'
    text = frame.to_csv(date_format='%Y-%m-%d')
    if GZ:
        with open(place('bars', symbol + '.csv.gz'), 'wb') as raw, gzip.GzipFile(fileobj=raw, mode='wb', mtime=0, filename='') as out: out.write(text.encode())
    else:
        with open(place('bars', symbol + '.csv'), 'w') as out: out.write(text)
    last = frame.index[-1]
    assets.append((symbol, symbol.title(), frame.index[0].date(), last.date(), (last + pd.Timedelta(days=1)).date(), 'NYSE'))
pd.DataFrame(assets, columns='symbol asset_name start_date end_date auto_close_date exchange'.split()).to_csv(place('assets.csv'), index=False)
pd.DataFrame(SPLITS, columns=['symbol', 'effective_date', 'ratio']).to_csv(place('splits.csv'), index=False)
pd.DataFrame([(s, d, d, d, d, a) for s, d, a in DIVIDENDS], columns='symbol declared_date ex_date record_date pay_date amount'.split()).to_csv(place('dividends.csv'), index=False)

"""Write small, ugly market data as plain CSV: what make-believe but legal data can do to a backtest.

    python make_own_data.py OUT [SEED [gz]]

OUT/daily    XNYS, 2020-06-01..2021-03-31 (OLDA alone goes back to 2019-01-02): see EQUITIES
OUT/minute   XNYS, 2020-11-20..2020-12-04, half day 2020-11-27, mostly sparse minutes: see MINUTE
OUT/futures  us_futures, 2021-01-04..2021-06-30: three roots, odd ticks and multipliers, days without trades
OUT/benchmark.csv   date,return with dates left out
Prices carry 3 decimals at most but for those of BIGP, TINY, EARL and MODD. With gz, bars are compressed, as the tests read them.
"""
import gzip, os, sys, zlib
import numpy as np, pandas as pd, exchange_calendars as xc

OUT = sys.argv[1]
GZ = 'gz' in sys.argv[3:]
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 7
def lots(name): return np.random.default_rng([SEED, zlib.crc32(name.encode())])   # each asset its own: one more changes no other
cal = xc.get_calendar('XNYS', start='2018-12-01', end='2022-02-01', side='right')

def place(*parts):
    file = os.path.join(OUT, *parts); os.makedirs(os.path.dirname(file), exist_ok=True); return file

def write(frame, *parts):
    """Rows with an index named first; the same bytes at every run."""
    fmt = '%Y-%m-%dT%H:%M:%SZ' if frame.index.name == 'minute' else '%Y-%m-%d'
    if not GZ: return frame.to_csv(place(*parts), date_format=fmt)
    parts = (*parts[:-1], parts[-1] + '.gz')
    with open(place(*parts), 'wb') as raw, gzip.GzipFile(fileobj=raw, mode='wb', mtime=0, filename='') as out:
        out.write(frame.to_csv(date_format=fmt).encode())

def table(rows, columns, *parts):
    pd.DataFrame(rows, columns=columns.split()).to_csv(place(*parts), index=False, date_format='%Y-%m-%d')

def walk(rng, index, start, vol, volume, step=.01, spread=.5):
    n = len(index); close = start * np.exp(np.cumsum(rng.normal(0, vol, n)))
    open_ = np.r_[start, close[:-1]] * np.exp(rng.normal(0, vol / 3, n))
    grid = lambda x: np.round(np.maximum(np.round(x / step) * step, step), 5 if step < .001 else 3)
    o, c = grid(open_), grid(close)
    h = np.maximum.reduce([o, c, grid(np.maximum(o, c) * (1 + np.abs(rng.normal(0, vol * spread, n))))])
    l = np.minimum.reduce([o, c, grid(np.minimum(o, c) * (1 - np.abs(rng.normal(0, vol * spread, n))))])
    v = np.maximum(1, np.round(volume * np.exp(rng.normal(0, .6, n)))).astype('int64')
    return pd.DataFrame(dict(open=o, high=h, low=l, close=c, volume=v), index=index)

PRICES = ['open', 'high', 'low', 'close']
def rescale(frame, since, ratio, step=.001):
    m = frame.index >= since
    frame.loc[m, PRICES] = np.maximum((frame.loc[m, PRICES] * ratio).round(3), step)
    frame.loc[m, 'volume'] = (frame.loc[m, 'volume'] / ratio).round().clip(lower=1).astype('int64')

W0, W1 = '2020-06-01', '2021-03-31'
# symbol: first, last, auto close, price, vol, volume, step
EQUITIES = {
  'OLDA': ('2019-01-02', '2019-03-29', None, 50, .02, 1e5, .01),
  'BASE': (W0, W1, None, 100, .012, 2e6, .01),
  'GAPS': (W0, W1, None, 40, .02, 5e4, .01),            # a third of all days without trades, runs of them around its split and dividends
  'SPLA': (W0, W1, None, 240, .015, 8e5, .01),          # splits on a Monday, a half day, with a dividend on one day, and two in a row
  'REVS': (W0, W1, None, .9, .04, 9e6, .001),           # reverse splits that leave nothing of a small position
  'DIVI': (W0, W1, None, 60, .012, 6e5, .01),           # dividends of every kind
  'STKD': (W0, W1, None, 33, .015, 7e5, .01),           # stock dividends
  'PENY': (W0, W1, None, .012, .09, 4e7, .001),
  'BIGV': (W0, W1, None, 5, .02, 3.5e9, .01),           # volume around 2^32
  'BIGP': (W0, W1, None, 4.25e6, .01, 300, .01),        # a price around 2^32 thousandths
  'DEAD': (W0, '2020-10-15', '2020-10-16', 25, .03, 3e5, .01),
  'LATE': (W0, '2020-12-24', '2021-01-06', 18, .03, 900, .01),   # auto close long after its last day, thin
  'SOON': (W0, '2020-12-11', '2020-11-27', 70, .02, 4e5, .01),   # auto close before its last day, on a half day
  'LIST': ('2020-09-14', W1, None, 15, .03, 2e5, .01),
  'ODDS': ('2020-08-03', '2021-02-26', None, 22, .02, 1e5, .01), # listed a week before its first bar, and after its last
  'THIN': (W0, W1, None, 30, .02, 900, .01),
  'MILL': (W0, W1, None, 2.5, .015, 3e5, .001),
  'GRID': (W0, W1, None, 20, .02, 1e5, .25),            # closes on quarters: exactly at limits
  'BNCH': (W0, W1, None, 300, .009, 5e6, .01),
  'TINY': (W0, W1, None, .004, .3, 5e8, .001),          # a price that is nothing for days
  'EARL': ('2020-08-03', '2021-01-29', None, 1.5, .02, 1e5, .00005), # bars before its first day and after its last; see odd
}
SPLITS = [('SPLA', '2020-08-31', .25), ('SPLA', '2020-11-27', 2 / 3), ('SPLA', '2021-01-15', .5), ('SPLA', '2021-01-19', 3.0),
          ('REVS', '2020-07-15', 10.0), ('REVS', '2020-10-20', 25.0), ('REVS', '2020-12-08', .2), ('GAPS', '2020-09-09', .5), ('GAPS', '2020-12-01', 1.5),
          ('BNCH', '2020-11-02', .2), ('MILL', '2020-08-12', 3.0), ('MILL', '2020-10-13', 1 / 7), ('GRID', '2020-07-27', .5), ('LIST', '2020-09-14', .5), ('THIN', '2020-08-20', .1),
          ('DEAD', '2020-10-15', .5)]
# symbol, declared, ex, record, pay, amount
DIVIDENDS = [('DIVI', '2020-06-01', '2020-06-12', '2020-06-15', '2020-06-22', .375),    # an ordinary one
  ('DIVI', '2020-06-20', '2020-07-06', '2020-07-07', '2020-07-18', .41),                 # pays on a Saturday
  ('DIVI', '2020-07-20', '2020-08-03', '2020-08-03', '2020-08-03', .333),                # pays on the ex date
  ('DIVI', '2020-08-01', '2020-08-17', '2020-08-18', '2020-09-07', .5),                  # pays on Labor Day
  ('DIVI', '2020-08-25', '2020-09-10', '2020-09-11', '2020-09-21', .1), ('DIVI', '2020-08-25', '2020-09-10', '2020-09-11', '2020-09-21', .25),   # two on one day
  ('DIVI', '2020-09-20', '2020-10-05', '2020-10-06', '2020-10-09', 3.125), ('DIVI', '2020-09-20', '2020-10-07', '2020-10-08', '2020-10-09', .01),  # two paid on one day
  ('DIVI', '2020-10-20', '2020-11-27', '2020-11-30', '2020-12-24', .777),                # half days
  ('DIVI', '2020-11-20', '2020-12-05', '2020-12-07', '2020-12-10', .2),                  # goes ex on a Saturday
  ('DIVI', '2020-12-20', '2021-03-31', '2021-04-01', '2021-04-10', .4),                  # goes ex on the last day
  ('SPLA', '2021-01-01', '2021-01-15', '2021-01-18', '2021-01-25', .6),                  # with a split
  ('GAPS', '2020-07-01', '2020-07-10', '2020-07-13', '2020-07-20', .35), ('GAPS', '2020-08-20', '2020-09-09', '2020-09-10', '2020-09-15', .2),
  ('LIST', '2020-09-01', '2020-09-14', '2020-09-15', '2020-09-18', .1),                  # on the first day
  ('PENY', '2020-07-01', '2020-07-14', '2020-07-15', '2020-07-20', .5),                  # more than the price
  ('BNCH', '2020-07-01', '2020-07-15', '2020-07-16', '2020-07-29', 2.25), ('BNCH', '2020-12-01', '2020-12-15', '2020-12-16', '2020-12-29', .55),
  ('DEAD', '2020-10-01', '2020-10-13', '2020-10-14', '2020-10-22', .3),                  # pays when it is gone
  ('BIGP', '2020-08-01', '2020-08-05', '2020-08-06', '2020-08-10', 1234.567)]
# symbol, declared, ex, record, pay, paid in, ratio
STOCK_DIVIDENDS = [('STKD', '2020-06-01', '2020-06-15', '2020-06-16', '2020-06-24', 'STKD', .1), ('STKD', '2020-07-01', '2020-07-13', '2020-07-14', '2020-07-25', 'BASE', .5),
  ('STKD', '2020-08-01', '2020-08-10', '2020-08-11', '2020-08-10', 'THIN', .29), ('STKD', '2020-10-01', '2020-10-08', '2020-10-09', '2020-10-20', 'DEAD', 1.5)]

def odd(df):
    """Prices with halves of a thousandth, bars with a price but no volume, with volume but a price that the store cannot hold."""
    df[PRICES] = (df[PRICES] + .0005).round(4)
    df.iloc[::9, 4] = 0; df.iloc[4::13, 0:4] = .0004

def equities():
    S = cal.sessions_in_range('2019-01-02', W1); rows = []
    for symbol, (first, last, close, price, vol, volume, step) in EQUITIES.items():
        rng = lots(symbol); index = S[(S >= first) & (S <= last)]; index.name = 'date'
        if symbol == 'EARL': index = S[S >= W0].rename('date')
        df = walk(rng, index, price, vol, volume, step)
        for s, day, ratio in SPLITS:
            if s == symbol and day > first: rescale(df, day, ratio)
        if symbol == 'GAPS':
            gone = set(rng.choice(np.arange(3, len(df) - 3), len(df) // 3, replace=False))
            days = {d for d in ('2020-07-09', '2020-09-08', '2020-09-09', '2020-09-10', '2020-12-01', '2020-11-30', '2020-11-27') for d in [pd.Timestamp(d)]}
            df = df[[i not in gone and d not in days for i, d in enumerate(df.index)]]
        if symbol == 'THIN': df = df.drop(df.index[rng.choice(np.arange(3, len(df) - 3), 12, replace=False)])
        if symbol == 'ODDS': df = df.iloc[5:-5]
        if symbol == 'EARL': odd(df)
        if symbol == 'TINY': df.loc[df.index[30:33], PRICES] = .0004; df.loc[df.index[60:64], PRICES] = .0006   # below what the store can hold
        if symbol == 'BIGP': df.loc[:, PRICES] = df[PRICES].round(4)
        write(df, 'daily', 'bars', symbol + '.csv')
        end = pd.Timestamp(last)
        rows.append((symbol, symbol.title() + ' Inc', first, last, close or str((end + pd.Timedelta(days=1)).date()), 'NYSE'))
    table(rows, 'symbol asset_name start_date end_date auto_close_date exchange', 'daily', 'assets.csv')
    table(SPLITS, 'symbol effective_date ratio', 'daily', 'splits.csv')
    table(DIVIDENDS, 'symbol declared_date ex_date record_date pay_date amount', 'daily', 'dividends.csv')
    table(STOCK_DIVIDENDS, 'symbol declared_date ex_date record_date pay_date payment_symbol ratio', 'daily', 'stock_dividends.csv')
    days = S[S >= W0]; b = pd.Series(lots('benchmark').normal(.0004, .011, len(days)).round(8), index=days, name='return'); b.index.name = 'date'
    b.drop(b.index[[0, 7, 8, 50, 101]]).to_csv(place('benchmark.csv'), date_format='%Y-%m-%d')

# symbol: first, last, auto close, price, vol, volume, share of minutes with a trade
MINUTE = {'MAIN': ('2020-11-20', '2020-12-04', None, 80, .0008, 5000, 1), 'RARE': ('2020-11-20', '2020-12-04', None, 21, .004, 70, .02), 'MSPL': ('2020-11-20', '2020-12-04', None, 90, .002, 900, .25),
          'MDIV': ('2020-11-20', '2020-12-04', None, 45, .002, 400, .2), 'MNEW': ('2020-11-25', '2020-12-04', None, 12, .003, 300, .3), 'MEND': ('2020-11-20', '2020-12-01', '2020-12-02', 33, .003, 200, .3),
          'MODD': ('2020-11-20', '2020-12-04', None, 3, .002, 150, .15)}
MINUTE_SPLITS = [('MSPL', '2020-11-27', .25), ('MSPL', '2020-12-02', 3.0), ('RARE', '2020-12-01', .5)]
MINUTE_DIVIDENDS = [('MDIV', '2020-11-20', '2020-11-27', '2020-11-30', '2020-12-01', .45), ('MDIV', '2020-11-20', '2020-12-02', '2020-12-03', '2020-12-05', .9), ('RARE', '2020-11-20', '2020-12-01', '2020-12-02', '2020-12-03', .25)]

def minutes():
    S = cal.sessions_in_range('2020-11-20', '2020-12-04'); rows = []
    for symbol, (first, last, close, price, vol, volume, share) in MINUTE.items():
        rng = lots(symbol); days = S[(S >= first) & (S <= last)]
        index = pd.DatetimeIndex(np.concatenate([cal.session_minutes(s).values for s in days]), tz='UTC', name='minute')
        df = walk(rng, index, price, vol, volume)
        for s, day, ratio in MINUTE_SPLITS:
            if s == symbol: rescale(df, cal.session_open(day), ratio)
        if share < 1:
            keep = rng.random(len(df)) < share
            keep[0] = keep[-1] = True
            if symbol == 'RARE':   # whole sessions without a trade
                for d in ('2020-11-24', '2020-11-30', '2020-12-01'): keep &= ~((index >= cal.session_open(d)) & (index <= cal.session_close(d)))
            df = df[keep]
        if symbol == 'MODD': odd(df)
        write(df, 'minute', 'bars', symbol + '.csv')
        rows.append((symbol, symbol.title() + ' Inc', first, last, close or str((pd.Timestamp(last) + pd.Timedelta(days=1)).date()), 'NYSE'))
    table(rows, 'symbol asset_name start_date end_date auto_close_date exchange', 'minute', 'assets.csv')
    table(MINUTE_SPLITS, 'symbol effective_date ratio', 'minute', 'splits.csv')
    table(MINUTE_DIVIDENDS, 'symbol declared_date ex_date record_date pay_date amount', 'minute', 'dividends.csv')

# root: letters, multiplier, tick, price, vol
ROOTS = {'CL': ('GHJKMN', 1000, .01, 55, .02), 'GC': ('GHJKM', 100, .1, 1800, .01), 'ES': ('HMU', 50, .25, 3800, .01), 'FS': ('HM', .1, .005, 90, .02)}
LETTERS = 'FGHJKMNQUVXZ'

def futures():
    fcal = xc.get_calendar('us_futures', start='2020-06-01', end='2022-12-31'); rows = []
    for root, (letters, multiplier, tick, price, vol) in ROOTS.items():
        for n, letter in enumerate(letters):
            rng = lots(root + letter); month = LETTERS.index(letter) + 1
            exp = fcal.sessions[fcal.sessions.searchsorted(pd.Timestamp(2021, month, 17)) - 1]
            start = max(pd.Timestamp('2021-01-04'), fcal.sessions[fcal.sessions.searchsorted(exp - pd.Timedelta(days=110))])
            index = fcal.sessions_in_range(start, min(exp, pd.Timestamp('2021-06-30'))); index.name = 'date'
            df = walk(rng, index, price * (1 + .01 * n), vol, 100, tick)
            tte = np.arange(len(index))[::-1]
            base = np.where(tte > 40, 400, np.where(tte > 12, 5000, 3000))
            df['volume'] = np.maximum(1, np.round(base * np.exp(rng.normal(0, .7, len(index))))).astype('int64')   # flips back and forth about a roll
            if root == 'FS' or letter == 'K':
                gone = rng.choice(np.arange(2, len(df) - 1), len(df) // 6, replace=False)
                df.loc[df.index[gone], PRICES] = np.nan; df.loc[df.index[gone], 'volume'] = 0
            symbol = f'{root}{letter}21'
            write(df, 'futures', 'bars', symbol + '.csv')
            notice = exp if root != 'GC' else fcal.sessions[fcal.sessions.get_loc(exp) - 8]
            rows.append((symbol, root, f'{root} {month}/21', index[0], index[-1], notice, exp, min(notice, exp), multiplier, tick, 'CMES'))
    table(rows, 'symbol root_symbol asset_name start_date end_date notice_date expiration_date auto_close_date multiplier tick_size exchange', 'futures', 'contracts.csv')
    table([(r, i + 1, 'sector', r, 'CMES') for i, r in enumerate(ROOTS)], 'root_symbol root_symbol_id sector description exchange', 'futures', 'roots.csv')

equities(); minutes(); futures()

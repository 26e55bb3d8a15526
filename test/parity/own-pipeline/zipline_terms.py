"""Compute the rows of terms.ts with Zipline's own engine: what terms.json.gz holds.

    python zipline_terms.py DATA OUT.json.gz [name ...]

DATA as of make_pipeline_data.py, its bars not compressed.
"""
import sys, os, gzip, json, math, tempfile, warnings, logging
warnings.filterwarnings('ignore'); logging.disable(logging.CRITICAL)
DATA, OUT, ONLY = sys.argv[1], sys.argv[2], sys.argv[3:]
os.environ['ZIPLINE_ROOT'] = tempfile.mkdtemp()
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import numpy as np, pandas as pd
# SciPy >= 1.10 lets one NaN blank a whole row or group of ranks; Zipline's rule, and its answer with the SciPy it was written for, is that NaNs are left out.
import scipy.stats, zipline.lib.rank, zipline.pipeline.factors.factor as _factor
_rank = scipy.stats.rankdata
def _rank_without_nan(a, method='average', **k): return _rank(a, method=method, nan_policy='omit', **k)
for m in (scipy.stats, zipline.lib.rank, _factor): m.rankdata = _rank_without_nan
from zipline.data import bundles
from zipline.pipeline import Pipeline
from zipline.pipeline.engine import SimplePipelineEngine
from zipline.pipeline.loaders import USEquityPricingLoader
from zipline.pipeline.domain import US_EQUITIES
import terms

T = pd.Timestamp
def ingest(environ, assets, minute, daily, adjustments, calendar, start, end, cache, progress, output, *a):
    m = pd.read_csv(f'{DATA}/daily/assets.csv', parse_dates=['start_date', 'end_date', 'auto_close_date']); sid = {s: i for i, s in enumerate(m.symbol)}
    assets.write(equities=m, exchanges=pd.DataFrame([('NYSE', 'NYSE', 'US')], columns=['exchange', 'canonical_name', 'country_code']))
    def bars():
        for s, i in sid.items():
            df = pd.read_csv(f'{DATA}/daily/bars/{s}.csv', index_col='date', parse_dates=['date'])
            df = df.reindex(calendar.sessions_in_range(df.index[0], df.index[-1])); df['volume'] = df['volume'].fillna(0)
            yield i, df
    daily.write(bars())
    splits = pd.read_csv(f'{DATA}/daily/splits.csv', parse_dates=['effective_date']); splits['sid'] = splits.symbol.map(sid)
    dividends = pd.read_csv(f'{DATA}/daily/dividends.csv', parse_dates=['declared_date', 'ex_date', 'record_date', 'pay_date']); dividends['sid'] = dividends.symbol.map(sid)
    adjustments.write(splits=splits[['sid', 'ratio', 'effective_date']], dividends=dividends[['sid', 'ex_date', 'declared_date', 'record_date', 'pay_date', 'amount']])
bundles.register('p', ingest, calendar_name='XNYS', start_session=T('2020-01-02'), end_session=T('2020-07-31'))
bundles.ingest('p', os.environ, show_progress=False)
bundle = bundles.load('p')
loader = USEquityPricingLoader.without_fx(bundle.equity_daily_bar_reader, bundle.adjustment_reader)
finder = bundle.asset_finder
engine = SimplePipelineEngine(lambda column: loader, finder, US_EQUITIES)
START, END = T('2020-04-21'), T('2020-05-06')
asset = lambda symbol: finder.lookup_symbol(symbol, None)

def clean(v):
    if isinstance(v, (bool, np.bool_)): return bool(v)
    if isinstance(v, (float, np.floating)): return None if math.isnan(v) else ('inf' if v > 0 else '-inf') if math.isinf(v) else float(v)
    if isinstance(v, (int, np.integer)): return int(v)
    return v

out = {}
columns = terms.columns(asset)
print(len(columns), 'rows')
for name, term in columns.items():
    if ONLY and name not in ONLY: continue
    try: frame = engine.run_pipeline(Pipeline(columns={'x': term}), START, END)
    except Exception as e: print(name, type(e).__name__, e); continue
    # A row a session: values by sid; null is missing, and assets that are not there have none.
    out[name] = [{int(a.sid): clean(v) for a, v in day['x'].droplevel(0).items()} for _, day in frame.groupby(level=0)]
doc = {'start': str(START.date()), 'end': str(END.date()), 'rows': out}
with open(OUT, 'wb') as raw, gzip.GzipFile(fileobj=raw, mode='wb', mtime=0, filename='') as f: f.write(json.dumps(doc, separators=(',', ':')).encode())
print(len(out), 'written')

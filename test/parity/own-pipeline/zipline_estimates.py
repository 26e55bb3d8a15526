"""Estimates by Zipline's own loaders: what estimates.json.gz holds, with the estimates that they were given.

    python zipline_estimates.py DATA estimates.json.gz
    python zipline_estimates.py DATA split-estimates.json.gz splits     # by the loaders that adjust for splits

DATA as of make_pipeline_data.py, its bars not compressed.
"""
import gzip, json, sys
FILE, SPLITS = sys.argv[2], sys.argv[3:] == ['splits']
sys.argv = [sys.argv[0], sys.argv[1], '/dev/null', 'none']
exec(open(__file__.replace('estimates', 'terms')).read().split('out = {}')[0])
from zipline.pipeline import factors as f, CustomFactor
from zipline.pipeline.data import Column, DataSet
from zipline.pipeline.loaders.earnings_estimates import NextEarningsEstimatesLoader, PreviousEarningsEstimatesLoader, NextSplitAdjustedEarningsEstimatesLoader, PreviousSplitAdjustedEarningsEstimatesLoader
from zipline.utils.numpy_utils import datetime64ns_dtype, float64_dtype
rng = np.random.default_rng(77 if SPLITS else 5)

records = []
for sid in range(8):
    for k, month in enumerate(['2020-01', '2020-03', '2020-04', '2020-05', '2020-07']):
        year, quarter = (2019, 3) if k == 0 else (2019, 4) if k == 1 else (2020, k - 1)
        date = T(month) + pd.Timedelta(days=int(rng.integers(0, 28)))
        for guess in range(int(rng.integers(1, 5))):
            known = date - pd.Timedelta(days=int(rng.integers(-3, 60)), hours=int(rng.integers(0, 24)), minutes=sid * 7 + guess)
            moved = date + pd.Timedelta(days=int(rng.integers(0, 3)) if rng.random() < .2 else 0)
            records.append(dict(sid=sid, timestamp=known, event_date=moved if rng.random() > .05 else pd.NaT, fiscal_quarter=float(quarter), fiscal_year=float(year), estimate=np.nan if rng.random() < .1 else round(float(rng.normal(1, .3)), 3)))
# Zipline cannot be given what becomes known after the last session.
records = [r for r in records if r['timestamp'] <= T('2020-05-06 12:00')]
records = pd.DataFrame(records).sort_values('timestamp', kind='stable').reset_index(drop=True)
NAMES = dict(estimate='estimate', date='event_date', quarter='fiscal_quarter', year='fiscal_year')

def data_set(announcements):
    class Estimates(DataSet):
        num_announcements = announcements
        estimate = Column(float64_dtype); date = Column(datetime64ns_dtype); quarter = Column(float64_dtype); year = Column(float64_dtype)
    return Estimates

class Oldest(CustomFactor):
    window_length = 8
    def compute(self, today, assets, out, values): out[:] = values[0]

days = pd.bdate_range('2020-04-07', '2020-05-06')
splits = {sid: sorted((days[int(rng.integers(0, len(days)))], float(rng.choice([.5, .25, 2., .1, 1.5, 4.]))) for _ in range(int(rng.integers(1, 6)))) for sid in range(8)} if SPLITS else {}
class Splits:
    def get_adjustments_for_sid(self, table, sid): return [list(split) for split in splits.get(sid, [])]

rows = {}
KINDS = [('next', NextSplitAdjustedEarningsEstimatesLoader), ('previous', PreviousSplitAdjustedEarningsEstimatesLoader)] if SPLITS else [('next', NextEarningsEstimatesLoader), ('previous', PreviousEarningsEstimatesLoader)]
# Before, at, between and after the sessions that are loaded; the last two are no sessions.
for asof in ['2019-06-03', '2020-04-14', '2020-04-24', '2020-04-26', '2020-12-31'] if SPLITS else [None]:
    for side, kind in KINDS:
        for announcements in [1, 2]:
            E = data_set(announcements)
            estimates = kind(records.copy(), NAMES, Splits(), ['estimate'], T(asof)) if SPLITS else kind(records.copy(), NAMES)
            engine = SimplePipelineEngine(lambda column: estimates if 'Estimates' in column.dataset.qualname else loader, finder, US_EQUITIES)
            terms_of = dict(estimate=E.estimate.latest, date=E.date.latest, quarter=E.quarter.latest, year=E.year.latest, mean=f.SimpleMovingAverage(inputs=[E.estimate], window_length=6), oldest=Oldest(inputs=[E.estimate]))
            if SPLITS: del terms_of['date'], terms_of['year']
            for name, term in terms_of.items():
                frame = engine.run_pipeline(Pipeline(columns={'x': term}), START, END)
                plain = lambda v: None if v is pd.NaT else v.value // 10**6 if isinstance(v, pd.Timestamp) else clean(v)
                rows[f'{side}_{announcements}_{name}' + (f'_{asof}' if SPLITS else '')] = [{int(a.sid): plain(v) for a, v in day['x'].droplevel(0).items()} for _, day in frame.groupby(level=0)]
doc = {
    'start': str(START.date()), 'end': str(END.date()),
    'records': [dict(sid=int(e.sid), timestamp=e.timestamp.isoformat(), eventDate=None if e.event_date is pd.NaT else str(e.event_date.date()), fiscalQuarter=e.fiscal_quarter, fiscalYear=e.fiscal_year, estimate=clean(e.estimate)) for e in records.itertuples()],
    **(dict(splits=[dict(sid=sid, effectiveDate=str(day.date()), ratio=ratio) for sid, own in splits.items() for day, ratio in own]) if SPLITS else {}),
    'rows': rows,
}
with open(FILE, 'wb') as raw, gzip.GzipFile(fileobj=raw, mode='wb', mtime=0, filename='') as out: out.write(json.dumps(doc, separators=(',', ':')).encode())
print(len(rows), 'written', len(records))

"""Estimates by Zipline's own loaders: what estimates.json.gz holds, with the estimates that they were given.

    python zipline_estimates.py DATA OUT.json.gz

DATA as of make_pipeline_data.py, its bars not compressed.
"""
import gzip, json, sys
FILE = sys.argv[2]
sys.argv = [sys.argv[0], sys.argv[1], '/dev/null', 'none']
exec(open(__file__.replace('estimates', 'terms')).read().split('out = {}')[0])
from zipline.pipeline import factors as f, CustomFactor
from zipline.pipeline.data import Column, DataSet
from zipline.pipeline.loaders.earnings_estimates import NextEarningsEstimatesLoader, PreviousEarningsEstimatesLoader
from zipline.utils.numpy_utils import datetime64ns_dtype, float64_dtype
rng = np.random.default_rng(5)

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

rows = {}
for side, kind in [('next', NextEarningsEstimatesLoader), ('previous', PreviousEarningsEstimatesLoader)]:
    for announcements in [1, 2]:
        E = data_set(announcements)
        estimates = kind(records.copy(), NAMES)
        engine = SimplePipelineEngine(lambda column: estimates if 'Estimates' in column.dataset.qualname else loader, finder, US_EQUITIES)
        terms_of = dict(estimate=E.estimate.latest, date=E.date.latest, quarter=E.quarter.latest, year=E.year.latest, mean=f.SimpleMovingAverage(inputs=[E.estimate], window_length=6), oldest=Oldest(inputs=[E.estimate]))
        for name, term in terms_of.items():
            frame = engine.run_pipeline(Pipeline(columns={'x': term}), START, END)
            plain = lambda v: None if v is pd.NaT else v.value // 10**6 if isinstance(v, pd.Timestamp) else clean(v)
            rows[f'{side}_{announcements}_{name}'] = [{int(a.sid): plain(v) for a, v in day['x'].droplevel(0).items()} for _, day in frame.groupby(level=0)]
doc = {
    'start': str(START.date()), 'end': str(END.date()),
    'records': [dict(sid=int(e.sid), timestamp=e.timestamp.isoformat(), eventDate=None if e.event_date is pd.NaT else str(e.event_date.date()), fiscalQuarter=e.fiscal_quarter, fiscalYear=e.fiscal_year, estimate=clean(e.estimate)) for e in records.itertuples()],
    'rows': rows,
}
with open(FILE, 'wb') as raw, gzip.GzipFile(fileobj=raw, mode='wb', mtime=0, filename='') as out: out.write(json.dumps(doc, separators=(',', ':')).encode())
print(len(rows), 'written', len(records))

"""Data of other kinds by Zipline's own loaders: what loaders.json.gz holds, with the data that they were given.

    python zipline_loaders.py DATA OUT.json.gz

DATA as of make_pipeline_data.py, its bars not compressed.
"""
import gzip, json, math, sys
FILE = sys.argv[2]
sys.argv = [sys.argv[0], sys.argv[1], '/dev/null', 'none']
exec(open(__file__.replace('loaders', 'terms')).read().split('out = {}')[0])
from zipline.pipeline import factors as f, filters as fl
from zipline.pipeline.data import Column, DataSet
from zipline.pipeline.loaders.events import EventsLoader
from zipline.pipeline.loaders.frame import DataFrameLoader
from zipline.utils.numpy_utils import bool_dtype, datetime64ns_dtype, float64_dtype, int64_dtype, object_dtype
rng = np.random.default_rng(11)

class Facts(DataSet):
    number = Column(float64_dtype); flag = Column(bool_dtype); count = Column(int64_dtype, missing_value=-1); on = Column(datetime64ns_dtype); sector = Column(object_dtype, missing_value=''); name = Column(object_dtype)
class Reports(DataSet):
    next_date = Column(datetime64ns_dtype); next_value = Column(float64_dtype); previous_date = Column(datetime64ns_dtype); previous_value = Column(float64_dtype); previous_count = Column(int64_dtype, missing_value=-9); previous_word = Column(object_dtype, missing_value='none')

Reports = Reports.specialize(US_EQUITIES)
days = US_EQUITIES.sessions(); days = days[(days >= '2020-03-02') & (days <= '2020-05-29')]
sids = list(range(12))
holes = lambda values, missing: np.where(rng.random(values.shape) < .25, missing, values)
shape = (len(days), len(sids))
tables = {
    'number': pd.DataFrame(np.round(holes(rng.normal(10, 3, shape), np.nan), 3), days, sids),
    'flag': pd.DataFrame(rng.random(shape) < .5, days, sids),
    'count': pd.DataFrame(holes(rng.integers(0, 4, shape), -1).astype('int64'), days, sids),
    'on': pd.DataFrame(pd.to_datetime(holes(rng.integers(18300, 18420, shape).astype(float), np.nan).ravel() * 86400e9).values.reshape(shape), days, sids),
    'sector': pd.DataFrame(rng.choice(['tech', 'oil', 'bank', 'tea', ''], shape).astype(object), days, sids),
    'name': pd.DataFrame(rng.choice(np.array(['ACME Corp', 'Beta Inc', 'Coal plc', None], dtype=object), shape), days, sids),
}
adjustments = pd.DataFrame([
    dict(sid=1, value=2.0, kind=0, start_date=pd.NaT, end_date=T('2020-04-24'), apply_date=T('2020-04-28')),
    dict(sid=1, value=.5, kind=1, start_date=T('2020-04-20'), end_date=T('2020-04-30'), apply_date=T('2020-05-01')),
    dict(sid=4, value=7.0, kind=2, start_date=T('2020-04-15'), end_date=T('2020-04-27'), apply_date=T('2020-04-29')),
    dict(sid=6, value=3.0, kind=0, start_date=T('2020-04-01'), end_date=T('2020-04-21'), apply_date=T('2020-04-21')),
])
KINDS = {0: 'multiply', 1: 'add', 2: 'overwrite'}
events = []
for sid in sids[:9]:
    for k in range(6):
        date = T('2020-03-20') + pd.Timedelta(days=int(rng.integers(0, 70)))
        known = date - pd.Timedelta(days=int(rng.integers(-5, 20))) + pd.Timedelta(hours=int(rng.integers(0, 24)), minutes=int(rng.integers(0, 60)))
        events.append(dict(sid=sid, timestamp=known, event_date=date if rng.random() > .1 else pd.NaT, value=round(float(rng.normal()), 3), count=int(rng.integers(0, 9)), word=str(rng.choice(['up', 'down', 'flat']))))
events.append(dict(sid=9, timestamp=T('2020-04-22 12:46'), event_date=T('2020-04-24'), value=1.5, count=1, word='edge'))
events.append(dict(sid=9, timestamp=T('2020-04-27 12:47'), event_date=T('2020-04-24'), value=2.5, count=2, word='late'))
# Of several events of one asset on one day the order is Zipline's sort's own, so there are none.
events = pd.DataFrame(events).drop_duplicates(['sid', 'event_date'])
facts = {name: DataFrameLoader(getattr(Facts, name), table, adjustments if name == 'number' else None) for name, table in tables.items()}
reports = EventsLoader(events, next_value_columns={Reports.next_date: 'event_date', Reports.next_value: 'value'},
    previous_value_columns={Reports.previous_date: 'event_date', Reports.previous_value: 'value', Reports.previous_count: 'count', Reports.previous_word: 'word'})
def choose(column):
    plain = column.unspecialize()
    if plain in Facts.columns: return facts[plain.name]
    if column in Reports.columns: return reports
    return loader
engine = SimplePipelineEngine(choose, finder, US_EQUITIES)

F, R, P = Facts, Reports, terms.P
r = f.Returns(window_length=6); sector = F.sector.latest; name = F.name.latest; count = F.count.latest; on = F.on.latest
columns = dict(
    number=F.number.latest, mean=f.SimpleMovingAverage(inputs=[F.number], window_length=6), least=f.FastStochasticOscillator(inputs=[F.number, P.low, P.close], window_length=5), change=f.PercentChange(inputs=[F.number], window_length=4),
    present=fl.AllPresent(inputs=[F.number], window_length=3), present_name=fl.AllPresent(inputs=[F.name], window_length=2), flag=F.flag.latest, flagged=F.flag.latest & (r > 0), held=fl.All(inputs=[F.flag.latest], window_length=2),
    count=count, counted=count.eq(2), peers=count.peer_count(), by_count=r.demean(groupby=count), count_filled=count.fillna(5), count_null=count.isnull(), count_high=count.element_of([1, 3]),
    on=on, on_rank=on.rank(), on_null=on.isnull(), on_there=on.notnull(), on_since=f.BusinessDaysSincePreviousEvent(inputs=[F.on]), on_until=f.BusinessDaysUntilNextEvent(inputs=[F.on]),
    sector=sector, tech=sector.eq('tech'), not_tech=sector != 'tech', t=sector.startswith('te'), k=sector.endswith('k'), a=sector.has_substring('a'), m=sector.matches('t[ea]+'), two=sector.element_of(['oil', 'bank']), by_sector=r.zscore(groupby=sector), sector_null=sector.isnull(), sector_top=r.top(1, groupby=sector), sector_rank=r.rank(groupby=sector), sector_first=sector.relabel(lambda s: s[0]).eq('t'), sector_filled=sector.fillna('none'), sector_peers=sector.peer_count(), count_week=count.downsample('week_start'), sector_if=(r > 0).if_else(sector, sector.fillna('none')),
    acme=name.eq('ACME Corp'), name_null=name.isnull(), name_there=name.notnull(), name_inc=name.endswith('Inc'), by_name=r.demean(groupby=name), name_plc=name.relabel(lambda s: s.split()[-1]).eq('plc'),
    next_date=R.next_date.latest, next_value=R.next_value.latest, until=f.BusinessDaysUntilNextEvent(inputs=[R.next_date]), previous_date=R.previous_date.latest, previous_value=R.previous_value.latest, since=f.BusinessDaysSincePreviousEvent(inputs=[R.previous_date]), since_masked=f.BusinessDaysSincePreviousEvent(inputs=[R.previous_date], mask=r > 0),
    previous_count=R.previous_count.latest, word=R.previous_word.latest, value_mean=f.SimpleMovingAverage(inputs=[R.previous_value], window_length=5),
)
def plain(v):
    if v is None or v is pd.NaT: return None
    if isinstance(v, pd.Timestamp): return v.value // 10**6
    if isinstance(v, str): return v
    return clean(v)
rows = {}
for key, term in columns.items():
    try: frame = engine.run_pipeline(Pipeline(columns={'x': term}), START, END)
    except Exception as e: print(key, type(e).__name__, e); continue
    rows[key] = [{int(a.sid): plain(v) for a, v in day['x'].droplevel(0).items()} for _, day in frame.groupby(level=0)]
doc = {
    'start': str(START.date()), 'end': str(END.date()),
    'tables': {name: {str(day.date()): {str(sid): plain(v) for sid, v in row.items()} for day, row in table.iterrows()} for name, table in tables.items()},
    'adjustments': [dict(sid=int(a.sid), value=a.value, kind=KINDS[a.kind], endDate=str(a.end_date.date()), applyDate=str(a.apply_date.date()), **({} if a.start_date is pd.NaT else {'startDate': str(a.start_date.date())})) for a in adjustments.itertuples()],
    'events': [dict(sid=int(e.sid), timestamp=e.timestamp.isoformat(), eventDate=None if e.event_date is pd.NaT else str(e.event_date.date()), value=e.value, count=int(getattr(e, 'count')), word=e.word) for e in events.rename(columns={'count': 'count_'}).rename(columns={'count_': 'count'}).itertuples()],
    'rows': rows,
}
with open(FILE, 'wb') as raw, gzip.GzipFile(fileobj=raw, mode='wb', mtime=0, filename='') as out: out.write(json.dumps(doc, separators=(',', ':')).encode())
print(len(rows), 'written')

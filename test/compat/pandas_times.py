"""Asks pandas what timestamp.test.ts expects: python pandas_times.py > pandas-times.json"""
import json, sys
import pandas as pd
FORMATS = ['%Y-%m-%d %H:%M:%S', '%y%m%d %I:%M %p', '%a %A %b %B', '%j %w %u', '%F %T', '%f', '%z', '100%%']
STAMPS = [('2020-01-02 21:00', 'UTC'), ('2020-01-02 21:00', 'America/New_York'), ('2020-07-04 00:00', 'America/New_York'), ('2020-03-08 12:00', 'America/New_York'), ('2019-12-31 23:59:59.5', 'UTC'), ('1969-12-31 12:00', 'UTC'), ('2020-02-29', None), ('2020-11-01 05:30', 'Asia/Kolkata')]
def about(t):
    return dict(ms=t.value / 1e6, zone=None if t.tz is None else str(t.tz), text=str(t), iso=t.isoformat(), date=str(t.date()), parts=[t.year, t.month, t.day, t.hour, t.minute, t.second, t.microsecond, t.dayofweek, t.dayofyear, t.quarter], day=t.day_name(),
                formats={f: t.strftime(f) for f in FORMATS}, midnight=t.normalize().isoformat(), later=(t + pd.Timedelta(days=70, hours=3, minutes=4, seconds=5)).isoformat(), earlier=(t - pd.Timedelta(days=120)).isoformat(), nine=t.replace(hour=9, minute=31).isoformat())
DELTAS = [dict(days=1, hours=2, minutes=3, seconds=4), dict(hours=-1), dict(), dict(weeks=1), dict(milliseconds=5), dict(days=-1, hours=3), dict(minutes=90), dict(days=-2)]
def delta(parts):
    d = pd.Timedelta(**parts) if parts else pd.Timedelta(0)
    return dict(parts=parts, text=str(d), days=d.days, seconds=d.seconds, microseconds=d.microseconds, total=d.total_seconds())
json.dump(dict(pandas=pd.__version__, stamps=[about(pd.Timestamp(s, tz='UTC').tz_convert(z) if z else pd.Timestamp(s)) for s, z in STAMPS], deltas=[delta(d) for d in DELTAS]), sys.stdout, separators=(',', ':'))

"""Writes zipline-schedule.txt: when Zipline's own rules fire, bar by bar.

    pip install zipline-reloaded==3.2.1 exchange_calendars==4.13.2
    python test/core/time/zipline_schedule.py

A line `table` holds a calendar that the tests cannot build: name, then days | first bars | closes | half days. A line `case` holds calendar,
date rule, its offset, time rule, its minutes, whether on half days, frequency, first and last date, | bars that fire. Instants are
minutes since 1970 UTC: the first, then the steps from one to the next; dates are days since 1970.
"""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from zipline.utils.calendar_utils import get_calendar
from zipline.utils.events import date_rules, make_eventrule, time_rules

warnings.simplefilter('ignore')
MINUTE = pd.Timedelta(minutes=1)


def minutes(instants):
    values = [int(pd.Timestamp(instant).timestamp()) // 60 for instant in instants]
    return [values[0], *np.diff(values).tolist()] if values else []


def sessions_of(calendar, start, end):
    """First and last bar of each session, as the simulation's clock has them."""
    sessions = calendar.sessions_in_range(start, end)
    firsts = calendar.first_minutes.loc[sessions]
    closes = calendar.schedule.loc[sessions, 'close']
    if calendar.name == 'us_futures':
        firsts, closes = calendar.execution_time_from_open(firsts), calendar.execution_time_from_close(closes)
    return list(zip(sessions, firsts, closes))


def fired(calendar, rule, start, end, daily):
    out = []
    for _, first, close in sessions_of(calendar, start, end):
        bars = [close] if daily else pd.date_range(first, close, freq='min')
        out += [bar for bar in bars if rule.should_trigger(bar)]
    return out


def case(name, date, n, time, offset, start, end, half_days=True, daily=False):
    calendar = get_calendar(name)
    date_rule = getattr(date_rules, date)(*([] if n is None else [n]))
    # In daily data the algorithm puts every_minute in the place of any time rule.
    time_rule = time_rules.every_minute() if daily or time == 'every_minute' else getattr(time_rules, time)(
        **({} if offset is None else {'minutes': offset}))
    rule = make_eventrule(date_rule, time_rule, calendar, half_days)
    words = ['case', name, date, n, time, offset, half_days, 'daily' if daily else 'minute', start, end]
    return line(words, minutes(fired(calendar, rule, start, end, daily)))


def line(words, *columns):
    return ' | '.join(' '.join(map(str, words)) for words in [words, *columns])


def cases():
    dates = [('every_day', None)] + [(f'{part}_{edge}', n) for part, ns in (('month', (0, 1, 9, 20, 21, 22)), ('week', (0, 1, 3, 4)))
                                     for edge in ('start', 'end') for n in ns]
    for date, n in dates:
        yield case('XNYS', date, n, 'every_minute', None, '2012-01-10', '2013-07-08', daily=True)
    for date, n in dates[::2]:
        yield case('XNYS', date, n, 'every_minute', None, '1997-11-20', '1998-01-15', False, daily=True)
    for time, offset in [('market_open', None), ('market_close', None), ('every_minute', None), ('market_open', 30),
                         ('market_open', 240), ('market_open', 390), ('market_open', 391), ('market_open', 720),
                         ('market_close', 30), ('market_close', 210), ('market_close', 389), ('market_close', 390)]:
        yield case('XNYS', 'every_day', None, time, offset, '2019-11-25', '2019-12-06')
        yield case('XNYS', 'every_day', None, time, offset, '2019-12-23', '2019-12-27', False)
    for date, n in [('week_end', 0), ('week_end', 2), ('month_start', 2), ('month_end', 0), ('week_start', 1)]:
        yield case('XNYS', date, n, 'market_open', 5, '2014-02-26', '2014-03-12')
        yield case('XNYS', date, n, 'every_minute', None, '2019-12-24', '2020-01-07')
    for name, start, end in [('24/7', '2020-02-27', '2020-03-02'), ('us_futures', '2020-03-05', '2020-03-10'),
                             ('XKRX', '2019-12-30', '2020-01-07'), ('XHKG', '2019-12-23', '2020-01-03')]:
        for time, offset in [('market_open', None), ('market_close', None), ('every_minute', None), ('market_open', 150),
                             ('market_close', 150), ('market_close', 720)]:
            yield case(name, 'every_day', None, time, offset, start, end)
        yield case(name, 'every_day', None, 'every_minute', None, start, end, daily=True)
    yield case('XKRX', 'month_start', 1, 'every_minute', None, '2019-12-30', '2020-01-07')
    yield case('XHKG', 'every_day', None, 'market_close', 1, '2019-12-23', '2020-01-03', False)


def table(name):
    calendar = get_calendar(name)
    sessions = sessions_of(calendar, '2019-12-01', '2020-03-31')
    columns = [[session.value // 86_400_000_000_000 for session, _, _ in sessions]]
    columns += [minutes(first for _, first, _ in sessions), minutes(close for _, _, close in sessions)]
    columns += [[session.value // 86_400_000_000_000 for session, _, _ in sessions if session in calendar.early_closes]]
    return line(['table', name], *columns)


def main():
    lines = [table(name) for name in ('XHKG', 'XKRX', 'us_futures')] + list(cases())
    Path(__file__).with_name('zipline-schedule.txt').write_text('\n'.join(lines) + '\n')
    print(len(lines) - 3, 'cases')


if __name__ == '__main__':
    main()

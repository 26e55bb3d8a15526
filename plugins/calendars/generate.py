"""Writes the tables of exchange calendars that this plugin reads, and the hashes that its tests compare.

    pip install exchange_calendars==4.13.2
    python plugins/calendars/generate.py XNYS [NAME ...] [--from 1990-01-01] [--to DATE] [--tables DIR] [--hashes FILE]

A table holds the regular hours and how single dates differ from them. Without `--to` it ends where the package does by default: a
year after today. `catalog.ts` is written anew for the calendars named, so name all that are to be known.
"""

import argparse
import hashlib
import json
from pathlib import Path

import exchange_calendars as ec
import pandas as pd
from exchange_calendars.calendar_utils import _default_calendar_aliases as ALIASES

VERSION = '4.13.2'
HERE = Path(__file__).resolve().parent
# A week that differs for less than this is written as single extra sessions.
LASTING = pd.Timedelta(days=60)
DAY = 86_400
SESSIONS_PER_YEAR = {'24/7': 365}


def calendar_of(name, start, end):
    kind = type(ec.get_calendar(name))
    start = max(filter(None, [pd.Timestamp(start), kind.bound_min()]))
    end = min(filter(None, [pd.Timestamp(end) if end else kind.default_end(), kind.bound_max()]))
    return ec.get_calendar(name, start=start, end=end), start, end


def seconds_of(time, offset):
    if time is None:
        return None
    return offset * DAY + time.hour * 3600 + time.minute * 60 + time.second


def text_of(seconds):
    days, rest = divmod(seconds, DAY)
    text = f'{rest // 3600:02}:{rest // 60 % 60:02}' + (f':{rest % 60:02}' if rest % 60 else '')
    return text + (f'{days:+d}' if days else '')


def weeks_of(calendar):
    """Week masks as (from, mask), the first from the beginning of time."""
    spans = getattr(calendar, 'special_weekmasks', None) or []
    weeks = [(pd.Timestamp.min, calendar.weekmask)]
    for start, end, mask in spans:
        lasts = start is None or end is None or end - start >= LASTING
        if not lasts:
            continue
        weeks.append((start or pd.Timestamp.min, mask))
        if end is not None:
            weeks.append((end + pd.Timedelta(days=1), calendar.weekmask))
    return sorted(weeks, key=lambda week: week[0])


def timeline(calendar):
    """Every regular setting, as a list of (from, value), by its name."""
    early = pd.Timestamp.min

    def times(pairs, offset=0):
        return [(start or early, seconds_of(time, offset)) for start, time in pairs or [(None, None)]]

    return {
        'weekmask': weeks_of(calendar),
        'open': times(calendar.open_times, calendar.open_offset),
        'close': times(calendar.close_times, calendar.close_offset),
        'break_start': times(calendar.break_start_times),
        'break_end': times(calendar.break_end_times),
    }


def at(settings, date):
    return {name: [value for start, value in pairs if start <= date][-1] for name, pairs in settings.items()}


def wall(instant, date, tz):
    if pd.isna(instant):
        return None
    return int((instant.tz_convert(tz).tz_localize(None) - date).total_seconds())


def differences(calendar, start, end):
    settings = timeline(calendar)
    special = {'open': {}, 'close': {}, 'break': {}}
    holidays, extras, halves = [], [], []
    early = set(calendar.early_closes)
    schedule = calendar.schedule
    for date in pd.date_range(start, end):
        regular = at(settings, date)
        trades = regular['weekmask'][date.weekday()] == '1'
        if date not in schedule.index:
            if trades:
                holidays.append(date)
            continue
        if not trades:
            extras.append(date)
        row = schedule.loc[date]
        actual = {name: wall(row[name], date, calendar.tz) for name in ('open', 'close', 'break_start', 'break_end')}
        if actual['open'] != regular['open']:
            special['open'].setdefault(text_of(actual['open']), []).append(date)
        if actual['close'] != regular['close']:
            special['close'].setdefault(text_of(actual['close']), []).append(date)
        half = actual['close'] < regular['close']
        assert half == (date in early), f'{calendar.name} {date:%Y-%m-%d}: an early close that is none, or the reverse'
        if half:
            halves.append(date)
        pause = (actual['break_start'], actual['break_end'])
        usual = (None, None) if half else (regular['break_start'], regular['break_end'])
        if pause != usual:
            text = 'none' if pause[0] is None else ' '.join(map(text_of, pause))
            special['break'].setdefault(text, []).append(date)
    return settings, holidays, extras, special, halves


def packed(dates):
    years = {}
    for date in dates:
        years.setdefault(date.year, []).append(f'{date:%m%d}')
    lines = [f'{year} {" ".join(days)}' for year, days in years.items()]
    return '`\n' + '\n'.join(lines) + '`'


def pause_code(start, end):
    return 'null' if start is None else f"['{text_of(start)}', '{text_of(end)}']"


def setting_code(name, state):
    if name in ('open', 'close'):
        return f"{name}: '{text_of(state[name])}'"
    if name == 'weekmask':
        return f"weekmask: '{state[name]}'"
    return f'break: {pause_code(state["break_start"], state["break_end"])}'


def changes_code(settings, start, end):
    dates = sorted({date for pairs in settings.values() for date, _ in pairs if start < date <= end})
    state, lines = at(settings, start), []
    for date in dates:
        after = at(settings, date)
        keys = [name for name in ('weekmask', 'open', 'close') if after[name] != state[name]]
        if any(after[name] != state[name] for name in ('break_start', 'break_end')):
            keys.append('break')
        parts = ', '.join([f"from: '{date:%Y-%m-%d}'"] + [setting_code(key, after) for key in keys])
        lines.append(f'    {{ {parts} }},')
        state = after
    return lines


def table_code(calendar, start, end, found):
    settings, holidays, extras, special, _ = found
    state = at(settings, start)
    lines = [
        f'// Written by generate.py from exchange_calendars {VERSION}.',
        "import type { PackedRules } from '../packed.js'",
        '',
        'export const rules: PackedRules = {',
        f"  name: '{calendar.name}',",
        f"  zone: '{calendar.tz.key}',",
    ]
    pause = ['break'] if state['break_start'] is not None else []
    lines += [f'  {setting_code(key, state)},' for key in ['weekmask', 'open', 'close', *pause]]
    lines += [f'  sessionsPerYear: {SESSIONS_PER_YEAR.get(calendar.name, 252)},']
    lines += [f"  firstDate: '{start:%Y-%m-%d}',", f"  lastDate: '{end:%Y-%m-%d}',"]
    changes = changes_code(settings, start, end)
    if changes:
        lines += ['  changes: [', *changes, '  ],']
    for name, dates in (('holidays', holidays), ('extraSessions', extras)):
        if dates:
            lines.append(f'  {name}: {packed(dates)},')
    for kind, by_time in special.items():
        if by_time:
            entries = [f"    '{time}': {packed(dates)}," for time, dates in sorted(by_time.items())]
            name = 'specialBreaks' if kind == 'break' else f'special{kind.title()}s'
            lines += [f'  {name}: {{', *entries, '  },']
    return '\n'.join([*lines, '}', ''])


def digest(lines):
    return hashlib.sha256(''.join(line + '\n' for line in lines).encode()).hexdigest()


def hashes_of(calendar, start, end, halves):
    """sha256 over a line a session: date, open, close and, where there is one, the break; UTC."""
    lines = {}
    for date, row in calendar.schedule.iterrows():
        times = [row.open, row.close] + ([] if pd.isna(row.break_start) else [row.break_start, row.break_end])
        line = ' '.join([f'{date:%Y-%m-%d}', *(f'{time:%Y-%m-%dT%H:%MZ}' for time in times)])
        lines.setdefault(date.year, []).append(line)
    return {
        'from': f'{start:%Y-%m-%d}',
        'to': f'{end:%Y-%m-%d}',
        'sessions': len(calendar.schedule),
        'all': digest(line for year in lines.values() for line in year),
        'years': {str(year): digest(of_year) for year, of_year in lines.items()},
        'halfDays': {'count': len(halves), 'all': digest(f'{date:%Y-%m-%d}' for date in halves)},
    }


def file_of(name):
    return name.lower().replace('/', '-').replace('_', '-')


def catalog_code(calendars):
    lines = [
        '// Written by generate.py: the exchanges known, and where the table of each is.',
        "import type { PackedRules } from '../packed.js'",
        '',
        'export interface Listing {',
        '  readonly name: string',
        '  readonly aliases: readonly string[]',
        '  readonly zone: string',
        '  readonly load: () => Promise<{ readonly rules: PackedRules }>',
        '}',
        '',
        'export const catalog: readonly Listing[] = [',
    ]
    for calendar in calendars:
        aliases = ', '.join(f"'{alias}'" for alias, name in ALIASES.items() if name == calendar.name)
        lines += [
            '  {',
            f"    name: '{calendar.name}',",
            f'    aliases: [{aliases}],',
            f"    zone: '{calendar.tz.key}',",
            f"    load: () => import('./{file_of(calendar.name)}.js'),",
            '  },',
        ]
    return '\n'.join([*lines, ']', ''])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('names', nargs='+')
    parser.add_argument('--from', dest='start', default='1990-01-01')
    parser.add_argument('--to', dest='end')
    parser.add_argument('--tables', type=Path, default=HERE / 'tables')
    parser.add_argument('--hashes', type=Path, default=HERE.parents[1] / 'test/plugins/calendars/hashes.json')
    options = parser.parse_args()
    assert ec.__version__.startswith(VERSION), f'exchange_calendars {VERSION} is wanted, not {ec.__version__}'
    calendars, hashes = [], {}
    for name in options.names:
        calendar, start, end = calendar_of(name, options.start, options.end)
        found = differences(calendar, start, end)
        (options.tables / f'{file_of(name)}.ts').write_text(table_code(calendar, start, end, found))
        hashes[calendar.name] = hashes_of(calendar, start, end, found[-1])
        calendars.append(calendar)
    (options.tables / 'catalog.ts').write_text(catalog_code(calendars))
    options.hashes.write_text(json.dumps(hashes, indent=2) + '\n')


if __name__ == '__main__':
    main()

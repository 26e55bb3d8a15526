"""The bars on which Zipline's own rules fire, added with add_event; with a schedule and handle_data, in which order they are called."""

import datetime

from zipline.api import schedule_function
from zipline.utils.calendar_utils import get_calendar
from zipline.utils import events

from zipline_world import algorithm, clean, write

SPANS = {'daily': ('2020-11-02', '2020-12-31'), 'minute': ('2020-11-20', '2020-12-04')}
RULES = {
    'Always': lambda: events.Always(),
    'Never': lambda: events.Never(),
    'AfterOpen': lambda: events.AfterOpen(),
    'AfterOpen 30': lambda: events.AfterOpen(minutes=30),
    'AfterOpen 6:30': lambda: events.AfterOpen(hours=6, minutes=30),
    'AfterOpen offset': lambda: events.AfterOpen(datetime.timedelta(minutes=45)),
    'BeforeClose': lambda: events.BeforeClose(),
    'BeforeClose 4h': lambda: events.BeforeClose(hours=4),
    'NotHalfDay': lambda: events.NotHalfDay(),
    'NthTradingDayOfWeek 1': lambda: events.NthTradingDayOfWeek(1),
    'NDaysBeforeLastTradingDayOfWeek 0': lambda: events.NDaysBeforeLastTradingDayOfWeek(0),
    'NthTradingDayOfMonth 2': lambda: events.NthTradingDayOfMonth(2),
    'NDaysBeforeLastTradingDayOfMonth 1': lambda: events.NDaysBeforeLastTradingDayOfMonth(1),
    'OncePerDay': lambda: events.OncePerDay(),
    'OncePerDay AfterOpen 10': lambda: events.OncePerDay(events.AfterOpen(minutes=10)),
    'AfterOpen & NotHalfDay': lambda: events.AfterOpen() & events.NotHalfDay(),
    'week & close': lambda: events.NthTradingDayOfWeek(0) & events.BeforeClose(minutes=5),
}


def run(kind):
    fired = {name: [] for name in RULES}
    order = []

    def initialize(context):
        for name, make in RULES.items():
            rule = make()
            rule.cal = get_calendar('XNYS')
            context.add_event(rule, lambda context, data, name=name: fired[name].append(data.current_dt))
        context.add_event(events.Always(), lambda context, data: order.append('first event'))
        schedule_function(lambda context, data: order.append('scheduled'))
        context.add_event(events.Always(), lambda context, data: order.append('second event'))

    def handle_data(context, data):
        order.append('handle_data')

    algorithm(kind, *SPANS[kind], initialize=initialize, handle_data=handle_data).run()
    minutes = {name: [int(dt.timestamp()) // 60 for dt in dts] for name, dts in fired.items()}
    return {'fired': {name: [len(at), sum(at), at[:3], at[-3:]] for name, at in minutes.items()}, 'order': order[:8]}


if __name__ == '__main__':
    write({kind: run(kind) for kind in SPANS})

"""2.10: recorded values stay until they change, begin late, need not be numbers, and may take a column's name."""
from zipline.api import record, symbol
RUN = dict(start='2020-06-01', end='2020-07-10')
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1
    if i == 3: record(late=1.5, text='a', none=None, flag=True)
    if i == 7: record('positional', i, 'second', [i, 2.5]); record(text='b', late=float('nan'), nothing=float('inf'))
    if i % 10 == 9: record(asset=symbol('BASE'), many={'x': i, 'y': [1, None]}, flag=i > 10, integer=i)
    if i == 12: record(late=-0.0, mixed='text')
    if i == 15: record(mixed=3)

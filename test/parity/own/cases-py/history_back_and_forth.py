"""2.8: many window lengths and fields of one asset in one day, before_trading_start among them: no reading spoils another."""
from zipline.api import symbol
RUN = dict(start='2020-08-24', end='2020-09-15')
LOG = []
def initialize(context): pass
def look(data): LOG.append([data.history(symbol(s), f, n, '1d').tolist() for s in ('SPLA', 'GAPS', 'DIVI', 'LIST') for f in ('price', 'open', 'volume') for n in (1, 2, 5, 3)])
def before_trading_start(context, data): look(data); LOG.append(data.current(symbol('SPLA'), ['price', 'open', 'volume']).tolist())
def handle_data(context, data): look(data)

"""What Zipline's fetch_csv makes of CSV served over HTTP: which value which asset has on which session."""

import threading
import warnings
from http.server import BaseHTTPRequestHandler, HTTPServer

import pandas as pd
from zipline.api import fetch_csv, symbol

from zipline_world import algorithm, clean, write

warnings.simplefilter('ignore')
SPANS = {'daily': ('2020-02-27', '2020-03-12'), 'minute': ('2020-11-23', '2020-11-27')}

SIGNAL = 'date,symbol,signal\n2020-02-20,BETA,1\n2020-03-02,BETA,2.5\n2020-03-02,golf,-1\n2020-03-05,BETA,3\n2020-03-07,GOLF,4\n'
INDEX = 'Date,Value\n2020-02-28,17.25\n2020-03-03,33\n2020-03-10,54.5\n'

# name: kind, csv, options, identifiers, columns
CASES = {
    'signals of two assets': ['daily', SIGNAL, {}, ['BETA', 'GOLF', 'DELT'], ['signal', 'absent']],
    'another symbol column': ['daily', SIGNAL.replace('symbol', 'ticker'), {'symbol_column': 'ticker'}, ['BETA', 'GOLF'], ['signal']],
    'an index': ['daily', INDEX, {'symbol': 'VIX', 'date_column': 'Date'}, ["'VIX"], ['Value', 'price']],
    'a price of no asset': ['daily', INDEX.replace('Value', 'price'), {'symbol': 'VIX', 'date_column': 'Date'}, ["'VIX", 'BETA'], ['price']],
    'a symbol that is an asset': ['daily', INDEX, {'symbol': 'BETA', 'date_column': 'Date'}, ["'BETA", 'BETA'], ['Value']],
    'unknown symbols': ['daily', SIGNAL.replace('GOLF', 'NONE').replace('golf', 'ZERO'), {}, ['BETA', 'GOLF'], ['signal']],
    'unknown symbols unmasked': ['daily', SIGNAL.replace('GOLF', 'NONE').replace('golf', 'ZERO'), {'mask': False}, ['BETA', "'NONE"], ['signal']],
    'blank cells': ['daily', 'date,symbol,a,b\n2020-02-28,BETA,1,2\n2020-03-03,BETA,3,\n', {}, ['BETA'], ['a', 'b']],
    'blank cells named': ['daily', 'date,symbol,a,b\n2020-02-28,BETA,1,2\n2020-03-03,BETA,3,\n', {'na_values': ['']}, ['BETA'], ['a', 'b']],
    'one date twice': ['daily', 'date,symbol,a,b\n2020-03-02,BETA,1,5\n2020-03-02,BETA,2,\n2020-03-04,BETA,,6\n', {'na_values': ['']}, ['BETA'], ['a', 'b']],
    'text': ['daily', 'date,symbol,rating\n2020-03-02,BETA,buy\n2020-03-04,BETA,sell\n', {}, ['BETA'], ['rating']],
    'dates that are none': ['daily', 'date,symbol,a\n2020-03-02,BETA,1\nsoon,BETA,2\n2020-03-04,BETA,3\n', {}, ['BETA'], ['a']],
    'american dates': ['daily', 'date,symbol,a\n3/2/2020,BETA,1\n3/12/2020,BETA,2\n', {}, ['BETA'], ['a']],
    'short american dates': ['daily', 'date,symbol,a\n3/2/20,BETA,1\n3/12/20,BETA,2\n', {'date_format': '%m/%d/%y'}, ['BETA'], ['a']],
    'a format that is ignored': ['daily', 'date,symbol,a\n02/03/2020,BETA,1\n11/03/2020,BETA,2\n03/05/2020,BETA,3\n', {'date_format': '%d/%m/%Y'}, ['BETA'], ['a']],
    'days first': ['daily', 'date,symbol,a\n28/02/2020,BETA,1\n05/03/2020,BETA,2\n', {}, ['BETA'], ['a']],
    'dates without dashes': ['daily', 'date,symbol,a\n20200302,BETA,1\n20200305,BETA,2\n', {'dtype': {'date': 'str'}}, ['BETA'], ['a']],
    'named months': ['daily', 'date,symbol,a\n2-Mar-2020,BETA,1\n5-Mar-2020,BETA,2\n', {}, ['BETA'], ['a']],
    'times before and after four in New York': ['daily', 'date,symbol,a\n2020-03-02 20:59,BETA,1\n2020-03-03 21:00,BETA,2\n2020-03-06 23:00,BETA,3\n', {}, ['BETA'], ['a']],
    'another zone': ['daily', 'date,symbol,a\n2020-03-02 15:59,BETA,1\n2020-03-03 16:00,BETA,2\n', {'timezone': 'US/Eastern'}, ['BETA'], ['a']],
    'semicolons': ['daily', 'date;symbol;a\n2020-03-02;BETA;1,5\n', {'sep': ';', 'decimal': ','}, ['BETA'], ['a']],
    'comments and skipped rows': ['daily', 'made by hand\ndate,symbol,a\n# more\n2020-03-02,BETA,"1,000"\n', {'skiprows': 1, 'comment': '#', 'thousands': ','}, ['BETA'], ['a']],
    'some columns': ['daily', 'date,symbol,a,b\n2020-03-02,BETA,1,2\n', {'usecols': ['symbol', 'b']}, ['BETA'], ['a', 'b']],
    'no header': ['daily', '2020-03-02,BETA,1\n', {'header': None, 'names': ['date', 'symbol', 'a']}, ['BETA'], ['a']],
    'truths': ['daily', 'date,symbol,a,b\n2020-03-02,BETA,True,yes\n2020-03-04,BETA,False,no\n', {'true_values': ['yes'], 'false_values': ['no']}, ['BETA'], ['a', 'b']],
    'a row too short': ['daily', 'date,symbol,a,b\n2020-03-02,BETA,1\n2020-03-04,BETA,2,3\n', {'na_values': ['']}, ['BETA'], ['a', 'b']],
    'minutes': ['minute', 'date,symbol,a\n2020-11-23 15:00,BMIN,1\n2020-11-23 20:00,BMIN,2\n2020-11-25 23:00,BMIN,3\n2020-11-28,BMIN,4\n', {}, ['BMIN', 'CMIN'], ['a']],
    'pre_func': ['daily', 'Date,Ticker,Score\n2020-03-02,BETA,1\n', {'pre_func': 'rename'}, ['BETA'], ['a']],
    'post_func': ['daily', SIGNAL, {'post_func': 'scale'}, ['BETA', 'GOLF'], ['signal', 'scaled']],
}


def rename(rows):
    return rows.rename(columns={'Date': 'date', 'Ticker': 'symbol', 'Score': 'a'})


def scale(rows):
    rows['scaled'] = rows['signal'] * 10
    return rows[rows['signal'] != 3]


class Server(BaseHTTPRequestHandler):
    text = ''

    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'text/csv; charset=utf-8')
        self.end_headers()
        self.wfile.write(self.text.encode())

    def log_message(self, *_):
        pass


def run(url, kind, csv, options, identifiers, names):
    Server.text = csv
    functions = {'rename': rename, 'scale': scale}
    given = {key: functions.get(value, value) if key.endswith('_func') else value for key, value in options.items()}
    seen = {}

    def initialize(context):
        fetch_csv(url, **given)

    def look(context, data, at):
        day = seen.setdefault(str(data.current_session.date()), {})
        things = {each: each[1:] if each[0] == "'" else symbol(each) for each in identifiers}
        values = {f'{each} {name}': value_of(data.current(thing, name)) for each, thing in things.items() for name in names}
        day.setdefault(at, {'values': values, 'assets': clean(data.fetcher_assets)})

    def handle_data(context, data):
        look(context, data, 'bar')

    def before_trading_start(context, data):
        look(context, data, 'before')

    try:
        algorithm(kind, *SPANS[kind], initialize=initialize, handle_data=handle_data, before_trading_start=before_trading_start).run()
    except Exception as error:
        return {'raises': type(error).__name__, 'message': str(error)}
    return seen


def value_of(value):
    return clean(value)


if __name__ == '__main__':
    server = HTTPServer(('127.0.0.1', 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f'http://127.0.0.1:{server.server_port}/a.csv'
    answers = {}
    for name, (kind, csv, options, identifiers, names) in CASES.items():
        seen = run(url, kind, csv, options, identifiers, names)
        answers[name] = {'kind': kind, 'span': SPANS[kind], 'csv': csv, 'options': options, 'seen': seen}
    write(answers)

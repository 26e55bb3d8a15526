"""Writes and reads the bars of test/bench/parquet.ts by pyarrow, in turns with it: `write` or `read` a line in, seconds out. Arguments: rows, file."""
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

rows, file = int(sys.argv[1]), sys.argv[2]
random = np.random.default_rng(1)
close = np.round(100 + np.cumsum(random.normal(0, 0.02, rows)), 2)
table = pa.table({
    'sid': (np.arange(rows) // 1_000_000).astype(np.int32),
    'time': (np.arange(rows) % 1_000_000).astype(np.int64) * 60_000,
    'open': close,
    'high': np.round(close + 0.05, 2),
    'low': np.round(close - 0.05, 2),
    'close': close,
    'volume': random.integers(0, 10_000, rows).astype(float),
})
print('ready', pa.__version__, flush=True)
for line in sys.stdin:
    begun = time.perf_counter()
    if line.strip() == 'write':
        pq.write_table(table, file, compression='snappy', row_group_size=1_000_000)
    else:
        pq.read_table(file, columns=['open', 'high', 'low', 'close', 'volume'])
    print(time.perf_counter() - begun, flush=True)

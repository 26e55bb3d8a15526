"""Times TA-Lib function by function, in turns with test/bench/indicators.ts: reads NAME INPUTS a line, answers seconds of the clock and of the processor.

First line in: how many rows. The bars are the same random walk as there, by the same generator.
"""
import sys
import time

import numpy as np


def bars(rows):
    """A walk from 100, by the generator of `indicators.ts`, in blocks."""
    multiplier, increment, modulus = 1103515245, 12345, 2**31
    seeds = np.empty(rows * 5, dtype=np.uint64)
    seed = 1
    block = 1 << 16
    # seed[i + block] = a * seed[i] + c, so blocks are made at once.
    head = []
    for _ in range(block):
        seed = (seed * multiplier + increment) % modulus
        head.append(seed)
    a, c = 1, 0
    for _ in range(block):
        a, c = (a * multiplier) % modulus, (c * multiplier + increment) % modulus
    current = np.array(head, dtype=np.uint64)
    for start in range(0, len(seeds), block):
        part = seeds[start : start + block]
        part[:] = current[: len(part)]
        current = (current * np.uint64(a) + np.uint64(c)) % np.uint64(modulus)
    random = (seeds / modulus - 0.5).reshape(rows, 5)
    close = 100 + np.cumsum(random[:, 0] * 0.03)
    high = close + np.abs(random[:, 1]) * 0.3
    low = close - np.abs(random[:, 2]) * 0.3
    opened = close + random[:, 3] * 0.1
    volume = np.floor(1000 + random[:, 4] * 999)
    return {key: np.ascontiguousarray(value) for key, value in zip("ohlcv", (opened, high, low, close, volume))}


def main():
    import talib

    columns = bars(int(sys.stdin.readline()))
    print("ready", talib.__version__, flush=True)
    for line in sys.stdin:
        name, inputs = line.split()
        series = [columns[key] for key in inputs]
        begun, used = time.perf_counter(), time.process_time()
        answer = getattr(talib, name)(*series)
        spent = time.perf_counter() - begun, time.process_time() - used
        last = answer[0] if isinstance(answer, (tuple, list)) else answer
        print(*spent, float(last[-1]), flush=True)
        del answer, last


if __name__ == "__main__":
    main()

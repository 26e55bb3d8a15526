interface Fault {
  readonly message: string
  /** What the place of a failure counts. */
  readonly place?: string
  readonly hint: string
}

const EXACT_RANGE = 'Amounts, prices and cash stay within ±1.7e20; look for a price or an amount in the wrong unit.'
const LAYOUT = 'ACCOUNT, SLOT, FILL and NUMBERS in native/interface.ts say where things stand.'

/** Everything that a kernel refuses, by code. */
const FAULTS: Readonly<Record<string, Fault>> = {
  DECIMAL_OVERFLOW: {
    message: 'the result does not fit 128 bits with 18 decimal places',
    place: 'element',
    hint: EXACT_RANGE,
  },
  DECIMAL_DIVISION_BY_ZERO: {
    message: 'division by zero',
    place: 'element',
    hint: 'Check the divisor (in an account, a multiplier of zero) before.',
  },
  DECIMAL_NOT_FINITE: {
    message: 'NaN and infinities have no exact value',
    place: 'element',
    hint: 'A missing number has no place in the account; leave out what has no price or amount.',
  },
  DECIMAL_TEXT: {
    message: 'not a decimal number',
    hint: 'Write digits with at most one point, such as 1.25 or 1.5e-7.',
  },
  ARRAY_LENGTH: {
    message: 'the arrays are not as long as each other requires',
    hint: 'An exact value takes two words; the account asks for a price, and a row of numbers, for every slot in use.',
  },
  ARRAYS_OVERLAP: { message: 'the arrays share memory', hint: 'Give each argument an array of its own.' },
  ACCOUNT_LAYOUT: {
    message: "the account's capacity, slots in use, currencies, or a slot's kind or currency cannot be right",
    place: 'slot',
    hint: LAYOUT,
  },
  FILL_SLOT: { message: 'the fill names a slot that is not in use', place: 'fill', hint: LAYOUT },
  PARQUET_INVALID: {
    message: 'not a Parquet file, or a damaged one',
    hint: 'Compare its checksum with the one it was written with, or write it again.',
  },
  PARQUET_LAYOUT: {
    message: 'the columns are not those of bars',
    hint: 'Bars are sid INT32, time INT64 and open, high, low, close, volume DOUBLE, all required.',
  },
  PARQUET_TIME: {
    message: 'the time is not a whole number of milliseconds',
    place: 'row',
    hint: 'Times are epoch milliseconds.',
  },
  PARQUET_ORDER: {
    message: 'a file is begun while another is written, or ended where none is',
    hint: 'Files of one maker follow each other: parquetBegin, then parquetEnd, as often as there are files.',
  },
  MATRIX_SHAPE: {
    message: 'columns, window, groups or size must be whole numbers from 1, and the rows as many as the window or more',
    hint: 'A matrix has rows × columns values, row after row.',
  },
  MATRIX_KIND: { message: 'there is no such reduction, weighting or ranking', hint: 'native/interface.ts lists them.' },
  MATRIX_GROUP: {
    message: 'the group is not one of those counted',
    place: 'element',
    hint: 'Groups are numbered from 0; -1 is none.',
  },
  RESAMPLE_BOUNDS: {
    message: 'the groups must follow each other within the rows',
    place: 'bound',
    hint: 'Bounds are row numbers that never fall; the last is at most the number of rows.',
  },
  RESAMPLE_KIND: {
    message: 'there is no such reduction',
    place: 'column',
    hint: 'GROUPING in native/interface.ts lists them.',
  },
  ASOF_KIND: {
    message: 'there is no such join, or the tolerance is below zero',
    hint: 'ASOF in native/interface.ts lists them; without a limit the tolerance is Infinity.',
  },
  ASOF_ORDER: {
    message: 'the times fall, or there is one that is NaN',
    place: 'row',
    hint: 'Both sides of a join are in the order of time; equal times may follow each other.',
  },
  BARS_UNIT: {
    message: 'the unit must be a whole number from 1',
    hint: 'Times are epoch milliseconds: 86400000 is a day.',
  },
  ROLLING_ORDER: {
    message: 'there is no such order statistic, or the quantile is not within 0 and 1',
    hint: 'ORDER in native/interface.ts lists them.',
  },
  EWM_DECAY: {
    message: 'there is no such statistic, or com is no finite number from 0, or minPeriods no whole number',
    hint: 'EWM in native/interface.ts lists them; com is 1 ÷ alpha − 1.',
  },
  INDICATOR_KIND: { message: 'there is no such indicator', hint: 'native/indicators.ts lists them.' },
  INDICATOR_PARAMETER: {
    message: 'a parameter is missing or out of range',
    hint: 'Periods are whole numbers from 1 to 100000, moving averages are numbered from 0 to 8.',
  },
  MATRIX_CELL: {
    message: 'there is no such cell',
    place: 'element',
    hint: 'Cells are numbered row after row, from 0.',
  },
  SWEEP_TERMS: {
    message: 'there is no such model, or no such number of threads',
    hint: 'SWEEP_SLIPPAGE and SWEEP_COMMISSION in native/interface.ts list the models; threads are a whole number, 0 for one a core.',
  },
  ROLLING_WINDOW: {
    message: 'the window must be a whole number from 1, minPeriods one from 0 to the window, ddof one from 0',
    hint: 'Ask for fewer periods or a longer window.',
  },
}

/** A kernel's refusal. `at` is the element, slot or fill in which it happened. */
export class NativeError extends Error {
  override readonly name = 'NativeError'
  readonly hint?: string

  constructor(
    readonly code: string,
    readonly at?: number,
    operation?: string,
    options: { message?: string; hint?: string; cause?: unknown } = {},
  ) {
    const fault = FAULTS[code]
    const unit = operation?.startsWith('account') && fault?.place === 'element' ? 'slot' : fault?.place
    const place = at === undefined || unit === undefined ? [] : [`${unit} ${at}`]
    const parts = [
      ...(operation ? [operation] : []),
      ...place,
      options.message ?? fault?.message ?? 'the kernel failed',
    ]
    super(parts.join(': '), options.cause === undefined ? undefined : { cause: options.cause })
    this.hint = options.hint ?? fault?.hint
  }

  /** What either implementation threw, as an error of this class that names the operation. */
  static from(error: unknown, operation: string): NativeError {
    const { code, at, message } = error as { code?: unknown; at?: number; message?: string }
    if (typeof code === 'string' && code in FAULTS) {
      return new NativeError(code, error instanceof NativeError ? at : placeOf(message), operation)
    }
    return new NativeError('NATIVE_FAILURE', undefined, operation, {
      message: message ?? String(error),
      hint: 'The arguments may be of the wrong type; native/interface.ts has the signatures.',
      cause: error,
    })
  }
}

/** The addon's errors carry the place as their message. */
function placeOf(message?: string): number | undefined {
  return message && /^\d+$/.test(message) ? Number(message) : undefined
}

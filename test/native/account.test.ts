import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ACCOUNT, type Kernels, NUMBERS, SLOT } from '../../native/interface.js'
import { fromText, multiply, toNumber } from '../../native/reference/decimal.js'
import { Book, type Fill } from './account-book.js'
import { addon, bytesOf, implementations, reference, refusalOf } from './implementations.js'

const HUGE = '100000000000000000000'

for (const kernels of implementations) {
  describe(`the account, ${kernels.mode}`, () => {
    it('pays for shares, averages what is added and keeps the basis of what is left', () => {
      const book = new Book(kernels, ['10000'], [{}])
      book.trade(0, '100', '10', '1')
      expect(book.total('cash')).toBe('8999')
      expect(book.position(0)).toEqual({ amount: '100', costBasis: '10.01', price: '10', sequence: 1 })
      book.trade(0, '200', '13')
      expect(book.position(0)).toMatchObject({ amount: '300', costBasis: '12.003333333333333333', price: '13' })
      book.trade(0, '-100', '20', '1')
      expect(book.position(0)).toMatchObject({ amount: '200', costBasis: '12.008333333333333333', price: '20' })
      expect(book.total('cash')).toBe('8398')
      expect(book.total('portfolioValue')).toBe('12398')
      expect(book.total('pnl')).toBe('2398')
      expect(book.total('cashFlow')).toBe('-1602')
    })

    it('takes the price of the trade for the basis where a position changes sides', () => {
      const book = new Book(kernels, ['10000'], [{}])
      book.trade(0, '10', '100')
      book.trade(0, '-25', '110', '3')
      expect(book.position(0)).toEqual({ amount: '-15', costBasis: '109.8', price: '110', sequence: 1 })
      expect(book.total('shortValue')).toBe('-1650')
      expect(book.total('longValue')).toBe('0')
      expect([book.words[ACCOUNT.longs], book.words[ACCOUNT.shorts]]).toEqual([0n, 1n])
      expect(book.total('pnl')).toBe('97')
    })

    it('numbers positions in the order of opening, and anew when one is opened again', () => {
      const book = new Book(kernels, ['10000'], [{}, {}])
      book.trade(1, '1', '10')
      book.trade(0, '1', '10')
      expect([book.position(0).sequence, book.position(1).sequence]).toEqual([2, 1])
      book.trade(1, '-1', '12', '1')
      expect(book.position(1)).toMatchObject({ amount: '0', costBasis: '0', sequence: 0 })
      book.trade(1, '5', '9')
      expect([book.position(0).sequence, book.position(1).sequence]).toEqual([2, 3])
    })

    it('books all transactions before the first commission', () => {
      const book = new Book(kernels, ['10000'], [{}])
      const fill = (amount: string, price: string, commission: string): Fill => ({
        slot: 0,
        amount: fromText(amount),
        price: fromText(price),
        commission: fromText(commission),
      })
      book.book(fill('10', '10', '5'), fill('10', '20', '5'))
      expect(book.position(0)).toMatchObject({ amount: '20', costBasis: '15.5' })
      book.book(fill('-10', '20', '5'), fill('-10', '20', '5'))
      expect(book.position(0)).toMatchObject({ amount: '0', costBasis: '0' })
      expect(book.total('cash')).toBe('10080')
    })

    it('marks what has a price, keeps the rest and leaves closed slots alone', () => {
      const book = new Book(kernels, ['1000'], [{}, {}, {}])
      book.trade(0, '10', '10')
      book.trade(1, '-10', '10')
      book.mark(11.5, Number.NaN, 99)
      expect([book.position(0).price, book.position(1).price, book.position(2).price]).toEqual(['11.5', '10', '0'])
      expect(book.numbers[NUMBERS.change]).toBe(15)
      book.mark(11.5, 9.25, Number.POSITIVE_INFINITY)
      expect(book.total('pnl')).toBe('22.5')
      expect(book.numbers[NUMBERS.change]).toBe(7.5)
    })

    it("pays a future's gains as they come and nothing for the contract", () => {
      const book = new Book(kernels, ['10000'], [{ future: true, multiplier: '50' }])
      book.trade(0, '2', '100', '5')
      expect(book.total('cash')).toBe('9995')
      expect(book.position(0).costBasis).toBe('100.05')
      book.mark(101)
      expect(book.total('cash')).toBe('10095')
      expect([book.total('longValue'), book.total('longExposure'), book.words[ACCOUNT.longs]]).toEqual([
        '0',
        '10100',
        1n,
      ])
      book.trade(0, '2', '103')
      expect(book.total('cash')).toBe('10295')
      expect(book.position(0).costBasis).toBe('101.525')
      book.trade(0, '-7', '102.5')
      expect(book.total('cash')).toBe('10195')
      expect(book.position(0)).toMatchObject({ amount: '-3', costBasis: '102.5' })
      expect([book.total('shortValue'), book.total('shortExposure')]).toEqual(['0', '-15375'])
      book.mark(100)
      book.trade(0, '3', '99')
      expect(book.total('cash')).toBe('10720')
      expect([book.total('portfolioValue'), book.total('pnl'), book.total('cashFlow')]).toEqual(['10720', '720', '720'])
    })

    it('values other currencies at their rates', () => {
      const book = new Book(kernels, ['1000', '500'], [{}, { currency: 1 }], ['1', '1.25'])
      expect(book.total('portfolioValue')).toBe('1625')
      book.trade(1, '10', '20', '2')
      expect([book.exact(ACCOUNT.cash), book.exact(ACCOUNT.cash + 2)]).toEqual([fromText('1000'), fromText('298')])
      expect([book.total('cashFlow'), book.total('longValue'), book.total('totalCash')]).toEqual([
        '-252.5',
        '250',
        '1372.5',
      ])
      book.mark(Number.NaN, 22)
      expect([book.total('portfolioValue'), book.total('pnl')]).toEqual(['1647.5', '22.5'])
    })

    it('counts a deposit as value and not as gain', () => {
      const book = new Book(kernels, ['1000'], [])
      for (const field of ['cash', 'portfolioValue'] as const) {
        book.words[ACCOUNT[field]] += fromText('5')
      }
      book.account.totals()
      expect([book.total('portfolioValue'), book.total('pnl')]).toEqual(['1005', '0'])
    })

    it('mirrors everything in doubles', () => {
      const book = new Book(kernels, ['1000'], [{}, { future: true, multiplier: '10' }])
      book.trade(0, '3', '10.1', '0.1')
      book.trade(1, '-2', '55.5')
      book.mark(10.3, 55)
      const { numbers } = book
      expect([...numbers.subarray(0, 11)]).toEqual([979.6, 1010.5, 10.5, -20.4, 30.9, 0, 30.9, -1100, 1, 1, 10.6])
      const row = (slot: number) => [...numbers.subarray(NUMBERS.slots).subarray(4 * slot, 4 * slot + 4)]
      expect(row(0)).toEqual([3, 10.133333333333333, 10.3, 1])
      expect(row(1)).toEqual([-2, 55.5, 55, 2])
    })

    it('leaves everything as it was when something does not fit, and says where', () => {
      const book = new Book(kernels, ['1000'], [{}, {}, { future: true }])
      book.trade(0, '10', '10', '1')
      book.trade(2, '10', '10', '1')
      const before = [bytesOf(book.words).slice(), bytesOf(book.numbers).slice()]
      const fewPrices = kernels.accountOpen(book.words, book.numbers, new Float64Array(2))
      const overWords = new Float64Array(book.words.buffer)
      const ten = { amount: fromText('10'), price: fromText('10'), commission: 0n }
      const refused: [() => void, object][] = [
        [
          () => book.book({ slot: 0, ...ten }, { slot: 1, ...ten, price: fromText(HUGE) }),
          { code: 'DECIMAL_OVERFLOW', at: 1 },
        ],
        [
          () =>
            book.book({ slot: 0, ...ten, commission: fromText(HUGE) }, { slot: 1, ...ten, commission: fromText(HUGE) }),
          { code: 'DECIMAL_OVERFLOW', at: 1 },
        ],
        [
          () => book.book({ slot: 0, ...ten }, { slot: 3, ...ten }),
          { code: 'FILL_SLOT', message: 'accountApply: fill 1: the fill names a slot that is not in use' },
        ],
        [() => book.book({ slot: -1, ...ten }), { code: 'FILL_SLOT', at: 0 }],
        [
          () => book.mark(11, 11, 1e20),
          {
            code: 'DECIMAL_OVERFLOW',
            message: 'accountMark: slot 2: the result does not fit 128 bits with 18 decimal places',
          },
        ],
        [() => book.mark(11, 11, Number.POSITIVE_INFINITY), { code: 'DECIMAL_NOT_FINITE', at: 2 }],
        [() => fewPrices.mark(), { code: 'ARRAY_LENGTH' }],
        [() => book.account.apply(new BigInt64Array(7), 1), { code: 'ARRAY_LENGTH' }],
        [() => book.account.apply(new BigInt64Array(16), 1.5), { code: 'ARRAY_LENGTH' }],
        [() => book.account.apply(book.words, 1), { code: 'ARRAYS_OVERLAP' }],
        [() => kernels.accountOpen(book.words, book.numbers, overWords), { code: 'ARRAYS_OVERLAP' }],
        [() => kernels.accountOpen(book.words, overWords, book.prices), { code: 'ARRAYS_OVERLAP' }],
      ]
      for (const [run, refusal] of refused) {
        expect(refusalOf(run)).toMatchObject(refusal)
        expect([bytesOf(book.words), bytesOf(book.numbers)]).toEqual(before)
      }
    })

    it('refuses an account whose header or slots cannot be right', () => {
      const refusal = (offset: number, value: bigint) => {
        const book = new Book(kernels, ['1000'], [{}])
        book.trade(0, '1', '1')
        book.words[offset] = value
        return refusalOf(() => book.account.totals())
      }
      const slot = ACCOUNT.slots
      for (const [offset, value] of [
        [ACCOUNT.used, 2n],
        [ACCOUNT.used, -1n],
        [ACCOUNT.capacity, 2n],
        [ACCOUNT.currencies, 0n],
        [ACCOUNT.currencies, 9n],
        [slot + SLOT.kind, 2n],
        [slot + SLOT.currency, 1n],
      ] as const) {
        expect(refusal(offset, value)?.code).toBe('ACCOUNT_LAYOUT')
      }
      const account = kernels.accountOpen(new BigInt64Array(8), new Float64Array(16), new Float64Array(1))
      const short = refusalOf(() => account.totals())
      expect(short?.code).toBe('ACCOUNT_LAYOUT')
    })

    const cents = (most: number) => fc.integer({ min: -most, max: most }).map((n) => BigInt(n) * 10n ** 16n)
    const crypto = fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n })
    const price = fc.oneof(
      fc.integer({ min: 1, max: 1e6 }).map((n) => BigInt(n) * 10n ** 16n),
      fc.bigInt({ min: 1n, max: 10n ** 22n }),
    )
    const fills = fc.array(
      fc.record({
        slot: fc.nat(2),
        amount: fc.oneof(cents(1e6), crypto),
        price,
        commission: fc.oneof(fc.constant(0n), cents(500)),
      }),
      { maxLength: 8 },
    )

    it('conserves cash: cash, what the trades have cost and the commissions are the cash at the start, exactly', () => {
      fc.assert(
        fc.property(fc.array(fills, { maxLength: 5 }), (bars) => {
          const book = new Book(kernels, ['1000000'], [{}, { multiplier: '2.5' }, {}])
          let spent = 0n
          for (const bar of bars) {
            book.book(...bar)
            for (const { slot, amount, price, commission } of bar) {
              spent += multiply(multiply(amount, price), fromText(slot === 1 ? '2.5' : '1')) + commission
            }
          }
          expect(book.exact(ACCOUNT.cash) + spent).toBe(fromText('1000000'))
          expect(book.exact(ACCOUNT.cashFlow)).toBe(-spent)
        }),
      )
    })

    it('adds up: value is cash and holdings, gain is value less the start, each step by its change', () => {
      fc.assert(
        fc.property(
          fc.array(fills, { maxLength: 5 }),
          fc.double({ min: 0.01, max: 1e4, noNaN: true }),
          (bars, mark) => {
            const book = new Book(kernels, ['1000000'], [{}, { future: true, multiplier: '20' }, {}])
            for (const bar of bars) {
              const before = book.exact(ACCOUNT.portfolioValue)
              book.book(...bar)
              book.mark(mark, mark, Number.NaN)
              const value = book.exact(ACCOUNT.portfolioValue)
              expect(value).toBe(
                book.exact(ACCOUNT.cash) + book.exact(ACCOUNT.longValue) + book.exact(ACCOUNT.shortValue),
              )
              expect(book.exact(ACCOUNT.pnl)).toBe(value - fromText('1000000'))
              if (bar.length === 0) expect(book.numbers[NUMBERS.change]).toBe(toNumber(value - before))
            }
          },
        ),
      )
    })

    it('gains with a future what buying and selling it would', () => {
      const whole = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 10_000 })), {
        minLength: 1,
        maxLength: 8,
      })
      fc.assert(
        fc.property(whole, (trades) => {
          const held = trades.reduce((total, [amount]) => total + amount, 0)
          const book = new Book(kernels, ['0'], [{ future: true, multiplier: '50' }])
          const closed = [...trades, [-held, 77] as const]
          for (const [amount, price] of closed) {
            book.trade(0, String(amount), String(price))
            book.mark(price + 0.25)
          }
          const gain = closed.reduce((total, [amount, price]) => total - 50 * amount * price, 0)
          expect(book.numbers[NUMBERS.cash]).toBe(gain + 0)
        }),
      )
    })
  })
}

if (addon) {
  const rust = addon
  describe('the account, the addon beside the reference', () => {
    const sizes = fc.constantFrom(10n ** 6n, 10n ** 18n, 10n ** 21n, 10n ** 28n, 2n ** 126n)
    const exact = sizes.chain((size) => fc.bigInt({ min: -size, max: size }))
    const ordinary = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => BigInt(n) * 10n ** 16n)
    const value = fc.oneof({ weight: 12, arbitrary: ordinary }, { weight: 1, arbitrary: exact })
    const fill = fc.record({ slot: fc.integer({ min: 0, max: 5 }), amount: value, price: value, commission: value })
    const mark = fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: 0.01, max: 1e5, noNaN: true }) },
      { weight: 2, arbitrary: fc.constant(Number.NaN) },
      { weight: 1, arbitrary: fc.constantFrom(1e15, 1e19, 1e20, Number.POSITIVE_INFINITY, 0, -3.5) },
    )
    const step = fc.oneof(
      fc.record({ fills: fc.array(fill, { maxLength: 4 }) }),
      fc.record({ marks: fc.array(mark, { minLength: 5, maxLength: 5 }) }),
      fc.record({ deposit: value }),
    )

    it('gives the same bytes and the same refusals through any sequence of fills, marks and deposits', () => {
      const run = (kernels: Kernels, steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) => {
        const slots = [
          {},
          { currency: 1 },
          { future: true, multiplier: '50' },
          { future: true, multiplier: '0.1', currency: 2 },
          { multiplier: '0' },
        ]
        const book = new Book(kernels, ['100000', '2500.5', '0'], slots, ['1', '1.0837', '0.006612345678'])
        return steps.map((step) => {
          const refusal = refusalOf(() => {
            if ('fills' in step) book.book(...step.fills)
            else if ('marks' in step) book.mark(...step.marks)
            else {
              const cash = BigInt.asIntN(64, step.deposit)
              book.words[ACCOUNT.cash] = cash
              book.account.totals()
            }
          })
          return [refusal, bytesOf(book.words).slice(), bytesOf(book.numbers).slice()]
        })
      }
      fc.assert(
        fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
          expect(run(rust, steps)).toEqual(run(reference, steps))
        }),
        { numRuns: 300 },
      )
    })
  })
}

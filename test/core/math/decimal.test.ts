import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { RustybtError } from '../../../core/kernel/errors.js'
import {
  Decimal,
  divideExact,
  exactFromDecimal,
  exactFromNumber,
  exactFromText,
  exactToDecimal,
  exactToNumber,
  exactToText,
  multiplyExact,
  ONE,
  readExact,
  writeExact,
} from '../../../core/math/decimal.js'
import { kernels } from '../../../core/math/kernels.js'
import { doubles, exactValues } from '../../native/implementations.js'

function refusalOf(run: () => unknown): RustybtError {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(RustybtError)
    return error as RustybtError
  }
  throw new Error('nothing was refused')
}

describe('exact values', () => {
  it('take a number by its shortest digits', () => {
    expect(exactFromNumber(0.1)).toBe(10n ** 17n)
    expect(exactToText(exactFromNumber(0.1 + 0.2))).toBe('0.30000000000000004')
    expect(exactFromNumber(1e-19)).toBe(0n)
    expect(exactToText(exactFromNumber(702085576365607.25))).toBe('702085576365607.2')
  })

  it('are written and read as text', () => {
    expect(exactFromText('1.25')).toBe(1_250_000_000_000_000_000n)
    for (const text of ['0', '1.25', '-0.000000000000000001', '170141183460469231731.687303715884105727']) {
      expect(exactToText(exactFromText(text))).toBe(text)
    }
    expect(exactFromText(' +.5e1 ')).toBe(exactFromText('5.'))
    expect(exactFromText('0.0000000000000000025')).toBe(2n)
    expect(exactFromText('1e-999999999')).toBe(0n)
    expect(exactFromText('-0e999999999')).toBe(0n)
  })

  it('multiply and divide half to even', () => {
    expect(multiplyExact(exactFromText('12.34'), exactFromText('0.5'))).toBe(exactFromText('6.17'))
    expect(divideExact(exactFromText('2'), exactFromText('3'))).toBe(exactFromText('0.666666666666666667'))
    expect([1n, 3n, -1n, -3n].map((n) => divideExact(n, 2n * ONE))).toEqual([0n, 2n, 0n, -2n])
  })

  it('refuse in our own errors, with operands and a hint', () => {
    expect(refusalOf(() => exactFromNumber(Number.NaN))).toMatchObject({
      code: 'DECIMAL_NOT_FINITE',
      message: 'exactFromNumber(NaN): NaN and infinities have no exact value',
      hint: expect.any(String),
    })
    expect(refusalOf(() => exactFromNumber(2e20)).code).toBe('DECIMAL_OVERFLOW')
    expect(refusalOf(() => divideExact(ONE, 0n)).message).toBe('divideExact(1, 0): division by zero')
    expect(refusalOf(() => multiplyExact(10n ** 38n, 10n ** 38n)).code).toBe('DECIMAL_OVERFLOW')
    expect(refusalOf(() => writeExact(new BigInt64Array(2), 0, 2n ** 127n)).code).toBe('DECIMAL_OVERFLOW')
    expect(refusalOf(() => exactFromDecimal(new Decimal(Number.POSITIVE_INFINITY))).code).toBe('DECIMAL_NOT_FINITE')
    expect(refusalOf(() => exactFromText('1e999999999')).code).toBe('DECIMAL_OVERFLOW')
    for (const text of ['', '.', '-', '1,5', '0x10', '1e', 'NaN', '1.2.3']) {
      expect(refusalOf(() => exactFromText(text)).code).toBe('DECIMAL_TEXT')
    }
  })

  it('refuse in our own errors through the kernels too', () => {
    const [one, nothing] = [new BigInt64Array([1n, 0n]), new BigInt64Array(2)]
    expect(refusalOf(() => kernels.decimalDivide(one, nothing, one))).toMatchObject({
      code: 'DECIMAL_DIVISION_BY_ZERO',
      name: 'DecimalDivisionByZero',
    })
  })

  it('come back from words, text and Decimal as they were', () => {
    fc.assert(
      fc.property(exactValues, (value) => {
        const words = new BigInt64Array(4)
        writeExact(words, 2, value)
        expect(readExact(words, 2)).toBe(value)
        expect(exactFromText(exactToText(value))).toBe(value)
        expect(exactFromDecimal(exactToDecimal(value))).toBe(value)
        expect(exactToDecimal(value).toString()).toBe(exactToText(value))
      }),
    )
  })

  it('enter one by one as they enter in batches, and leave so', () => {
    fc.assert(
      fc.property(doubles, (x) => {
        fc.pre(Math.abs(x) < 1.7e20)
        const [words, back] = [new BigInt64Array(2), new Float64Array(1)]
        kernels.decimalFromFloat(new Float64Array([x]), words)
        expect(exactFromNumber(x)).toBe(readExact(words, 0))
        kernels.decimalToFloat(words, back)
        expect(exactToNumber(exactFromNumber(x))).toBe(back[0])
      }),
    )
  })

  it('agree with decimal.js', () => {
    const amounts = fc.bigInt({ min: -(10n ** 28n), max: 10n ** 28n })
    const Wide = Decimal.clone({ precision: 100 })
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const [x, y] = [new Wide(exactToText(a)), new Wide(exactToText(b))]
        expect(multiplyExact(a, b)).toBe(exactFromDecimal(x.times(y)))
        if (b !== 0n && x.div(y).abs().lt('1e20')) expect(divideExact(a, b)).toBe(exactFromDecimal(x.div(y)))
      }),
    )
  })
})

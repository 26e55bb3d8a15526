import { RustybtError } from '../kernel/errors.js'
import { Decimal } from '../math/decimal.js'

/** What a strategy's parameter can be. */
export type ParameterValue = number | string | boolean

/** A value for each parameter of a space. */
export type ParameterSet = Readonly<Record<string, ParameterValue>>

/** Numbers from one to another, both included: all of them, or those in steps from the first. On the scale 'log' each doubling counts as much as any other. */
export interface NumberRange {
  readonly from: number
  readonly to: number
  readonly step?: number
  readonly scale?: 'linear' | 'log'
}

/** One of a list, or a number of a range. */
export type ParameterRange = readonly ParameterValue[] | NumberRange

/** What a search may try, by the parameter's name: `{ fast: { from: 5, to: 20, step: 5 }, kind: ['sma', 'ema'] }`. */
export type SearchSpace = Readonly<Record<string, ParameterRange>>

/** Throws SPACE_INVALID, with the parameter, where a space holds nothing to try or is not sound. */
export function checkSpace(space: SearchSpace): void {
  const entries = Object.entries(space)
  if (entries.length === 0) throw invalid('it has no parameter')
  for (const [name, range] of entries) {
    const fault = faultOfRange(range)
    if (fault !== undefined) throw invalid(`${name}: ${fault}`)
  }
}

const invalid = (fault: string) =>
  new RustybtError('SPACE_INVALID', `nothing can be searched: ${fault}`, {
    hint: "a parameter is a list of values, or { from, to, step?, scale?: 'linear' | 'log' }",
  })

function faultOfRange(range: ParameterRange): string | undefined {
  if (isList(range)) {
    const strange = range.find(
      (value) => !['number', 'string', 'boolean'].includes(typeof value) || Number.isNaN(value),
    )
    if (strange !== undefined) return `${String(strange)} is no number, text, true or false`
    return range.length === 0
      ? 'its list is empty'
      : new Set(range).size < range.length
        ? 'a value is listed twice'
        : undefined
  }
  if (typeof range !== 'object' || range === null) return `${String(range)} is neither a list nor a range`
  const { from, to, step, scale = 'linear', ...others } = range
  const [other] = Object.keys(others)
  if (other !== undefined) return `a range has no '${other}'`
  if (!(Number.isFinite(from) && Number.isFinite(to) && from <= to)) return `from ${from} to ${to} is no range`
  if (scale !== 'linear' && scale !== 'log') return `its scale is '${String(scale)}'`
  if (scale === 'log' && !(from > 0 && step === undefined))
    return 'a scale of log is for numbers above 0, without steps'
  if (step !== undefined && !(step > 0 && Number.isFinite(step))) return `its step is ${step}`
  return undefined
}

/** How many values a range has; Infinity where it is all numbers between two. */
export function rangeSize(range: ParameterRange): number {
  if (isList(range)) return range.length
  const { from, to, step } = range
  if (from === to) return 1
  return step === undefined ? Infinity : new Decimal(to).minus(from).div(step).floor().toNumber() + 1
}

/** The value of a list or of steps by its number from 0, as it is written: the third of 0.1 in steps of 0.1 is 0.3. */
export function rangeValue(range: ParameterRange, index: number): ParameterValue {
  if (isList(range)) return range[index]
  return new Decimal(range.step ?? 0).times(index).plus(range.from).toNumber()
}

/** The value that lies at a share of a range, from 0 up to 1: equal shares have equally many values. */
export function rangeDraw(range: ParameterRange, share: number): ParameterValue {
  const size = rangeSize(range)
  if (size < Infinity) return rangeValue(range, Math.min(size - 1, Math.floor(share * size)))
  const { from, to, scale } = range as NumberRange
  const value = scale === 'log' ? from * (to / from) ** share : from + share * (to - from)
  return Math.min(to, Math.max(from, value))
}

/** What is wrong with a set that is to lie in a space; undefined where it does. */
export function faultOfSet(set: ParameterSet, space: SearchSpace): string | undefined {
  const stranger = Object.keys(set).find((name) => !Object.hasOwn(space, name))
  if (stranger !== undefined) return `${stranger} is no parameter of the space`
  for (const [name, range] of Object.entries(space)) {
    if (!Object.hasOwn(set, name)) return `${name} is missing`
    if (!isIn(range, set[name])) return `${name} is ${JSON.stringify(set[name])}, which is not in ${rangeText(range)}`
  }
  return undefined
}

function isIn(range: ParameterRange, value: ParameterValue): boolean {
  if (isList(range)) return range.includes(value)
  if (typeof value !== 'number' || !(value >= range.from && value <= range.to)) return false
  if (range.step === undefined) return true
  return rangeValue(range, Math.round((value - range.from) / range.step)) === value
}

function rangeText(range: ParameterRange): string {
  if (isList(range)) return range.map((value) => JSON.stringify(value)).join(', ')
  return `${range.from} to ${range.to}${range.step === undefined ? '' : ` in steps of ${range.step}`}`
}

const isList = (range: ParameterRange): range is readonly ParameterValue[] => Array.isArray(range)

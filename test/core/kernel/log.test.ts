import { inspect } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createLog, jsonSink, type LogRecord, textSink } from '../../../core/kernel/log.js'
import { SecretText } from '../../../core/kernel/secret.js'

const AT = Date.UTC(2024, 0, 2, 21)

describe('the log', () => {
  it('keeps what is at its level or above, with the fields of all it was made of', () => {
    const records: LogRecord[] = []
    const log = createLog({ level: 'warn', sinks: [(record) => records.push(record)], now: () => AT })
    const inner = log.with({ run: 7, part: 'a' }).with({ part: 'b' })
    inner.debug('no')
    inner.info('no')
    inner.warn('low', { cash: 5n })
    log.error('none')
    expect(records).toEqual([
      { at: AT, level: 'warn', message: 'low', simulated: undefined, fields: { run: 7, part: 'b', cash: '5' } },
      { at: AT, level: 'error', message: 'none', simulated: undefined, fields: {} },
    ])
  })

  it('writes lines with the simulated time, where there is one', () => {
    const lines: string[] = []
    const write = (line: string) => void lines.push(line)
    const log = createLog({ sinks: [textSink(write), jsonSink(write)], now: () => AT })
    log.with({ asset: 'A B' }, () => Date.UTC(2001, 8, 9)).info('bought', { price: Number.NaN })
    log.warn('done')
    expect(lines).toEqual([
      '2001-09-09T00:00:00.000Z info  bought asset="A B" price="NaN"',
      '{"at":"2024-01-02T21:00:00.000Z","simulated":"2001-09-09T00:00:00.000Z","level":"info","message":"bought","fields":{"asset":"A B","price":"NaN"}}',
      '2024-01-02T21:00:00.000Z warn  done',
      '{"at":"2024-01-02T21:00:00.000Z","level":"warn","message":"done","fields":{}}',
    ])
  })

  it('writes errors with code and cause, maps, sets, circles and long arrays', () => {
    const records: LogRecord[] = []
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const error = Object.assign(new Error('outer', { cause: new TypeError('inner') }), { code: 'E' })
    const log = createLog({ sinks: [(record) => records.push(record)] })
    log.info('', { error, map: new Map([['a', new Set([1])]]), circle, bars: new Float64Array(9), when: new Date(AT) })
    expect(records[0].fields).toMatchObject({
      error: { name: 'Error', code: 'E', message: 'outer', cause: { name: 'TypeError', message: 'inner' } },
      map: { a: [1] },
      circle: { self: '[circular]' },
      bars: '[Float64Array, 72 bytes]',
      when: '2024-01-02T21:00:00.000Z',
    })
  })

  it('never lets a secret out, whatever it is wrapped in', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'binary' }), fc.string({ minLength: 4 }), (first, second) => {
        fc.pre(!'[secret]'.includes(first) && !'[secret]'.includes(second))
        fc.pre(!first.includes('[secret]') && !second.includes('[secret]'))
        const seen: LogRecord[] = []
        const log = createLog({ sinks: [(record) => seen.push(record)] })
        const inner = log.with({ always: first })
        inner.hide(first)
        log.hide(second)
        const cause = new Error(`bad ${first}`)
        const wrapped = { list: [first, { deep: `x${second}y` }], map: new Map([[first, second]]), cause }
        inner.info(`key=${first}&other=${second}`, { ...wrapped, [first]: 1, json: JSON.stringify({ first }) })
        const texts: string[] = []
        const collect = (value: unknown): void => {
          if (typeof value === 'string') texts.push(value)
          else if (typeof value === 'object' && value !== null)
            for (const pair of Object.entries(value)) pair.forEach(collect)
        }
        collect(seen[0])
        const leaks = texts
          .filter((text) => text !== 'message')
          .flatMap((text) => text.split('[secret]'))
          .filter((piece) => piece.includes(first) || piece.includes(second))
        expect(leaks).toEqual([])
        expect(inner.redact(`${first}${second}`)).toMatch(/\[secret\]/)
      }),
    )
  })

  it('hides a secret in a URL, in Base64 and inside a longer one', () => {
    const log = createLog()
    log.hide('p@ss')
    log.hide('p@ss word/2')
    log.hide('')
    expect(log.redact('https://x/?k=p%40ss%20word%2F2&j=p%40ss')).toBe('https://x/?k=[secret]&j=[secret]')
    expect(log.redact(`Basic ${btoa('p@ss word/2')}`)).toBe('Basic [secret]')
    expect(log.redact('p@ss word/2 p@ss')).toBe('[secret] [secret]')
  })
})

describe('a secret text', () => {
  it('tells itself to who asks, and to nobody else', () => {
    const key = new SecretText('hunter2')
    expect(key.reveal()).toBe('hunter2')
    const said = [
      `${key}`,
      String(key),
      JSON.stringify({ key }),
      inspect({ key }),
      inspect(key),
      Object.values(key).join(),
    ]
    expect(said).toEqual(['[secret]', '[secret]', '{"key":"[secret]"}', '{ key: [secret] }', '[secret]', ''])
  })
})

import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { createLog } from '../../../core/kernel/log.js'
import { env, secret } from '../../../core/kernel/reference.js'
import { type SecretText, secretText } from '../../../core/kernel/secret.js'
import { token } from '../../../core/kernel/token.js'
import { kernelOf, refused } from './harness.js'

const Commission = token<{ readonly options: unknown }>('CommissionModel')
const keys = new Map([[Commission, 'commission']])

async function kernelWith(options: z.ZodType, more: Parameters<typeof kernelOf>[1] = {}) {
  return kernelOf((host) => host.provide(Commission, 'per-share', (given) => ({ options: given }), { options }), more)
}

async function given(options: z.ZodType, values: object, environment = {}): Promise<unknown> {
  const kernel = await kernelWith(options, { environment })
  return (await kernel.create(Commission, { use: 'per-share', ...values }, { keys })).options
}

const schema = z.object({
  cost: z.number().min(0).default(0.001),
  kind: z.enum(['maker', 'taker']).optional(),
  tiers: z.array(z.object({ above: z.number() })).optional(),
  url: z.url().optional(),
  minimum: z.union([z.number(), z.object({ amount: z.number() })]).optional(),
  days: z.array(z.string()).max(2).optional(),
})

describe('options of a choice', () => {
  it('come to the factory checked, defaults put in', async () => {
    expect(await given(schema, {})).toEqual({ cost: 0.001 })
    expect(await given(schema, { cost: 5, tiers: [{ above: 1 }] })).toEqual({ cost: 5, tiers: [{ above: 1 }] })
    expect(await given(z.any(), { left: 'alone' })).toEqual({ left: 'alone' })
  })

  it.each([
    [{ cost: 'abc' }, 'commission.cost: expected number, was "abc"'],
    [{ cost: -1 }, 'commission.cost: expected at least 0, was -1'],
    [{ cost: Number.NaN }, 'commission.cost: expected number, was NaN'],
    [
      { cost: null, kind: 'makr' },
      'commission.cost: expected number, was null; commission.kind: expected one of "maker", "taker", was "makr". Did you mean \'maker\'?',
    ],
    [{ tiers: [{ above: 1 }, {}] }, 'commission.tiers[1].above: expected number, was not given'],
    [{ tiers: {} }, 'commission.tiers: expected array, was an object'],
    [{ url: 'here' }, 'commission.url: expected url, was "here"'],
    [{ minimum: 'x' }, 'commission.minimum: expected number or object, was "x"'],
    [{ minimum: { amount: 'x' } }, 'commission.minimum.amount: expected number, was "x"'],
    [{ days: ['a', 'b', 'c'] }, 'commission.days: expected at most 2 items, was a list'],
    [{ costs: 1 }, "commission.costs: not known; known: cost, kind, tiers, url, minimum, days. Did you mean 'cost'?"],
    [{ tiers: [{ above: 1, abov: 2 }] }, "commission.tiers[0].abov: not known; known: above. Did you mean 'above'?"],
  ])('%j are refused with their path', async (values, message) => {
    const error = await refused(() => given(schema, values))
    expect([error.code, error.message]).toEqual(['OPTION_INVALID', message])
  })

  it('are refused with the place in a list', async () => {
    const kernel = await kernelWith(schema)
    const error = await refused(() => kernel.boot({ [Commission]: ['per-share', { use: 'per-share', cost: [] }] }))
    expect(error.message).toBe('commissionModel[1].cost: expected number, was a list')
  })

  it('have unknown keys told once by a strict schema, and left in a loose one', async () => {
    const error = await refused(() => given(z.strictObject({ cost: z.number() }), { cost: 1, coast: 2 }))
    expect(error.message).toBe("commission.coast: not known; known: cost. Did you mean 'cost'?")
    expect(await given(z.looseObject({}), { coast: 2 })).toEqual({ coast: 2 })
  })
})

describe('values from the environment', () => {
  const text = z.object({ key: z.string().min(3), nested: z.array(z.object({ url: z.string() })).default([]) })

  it('are put in at boot, at any depth', async () => {
    const values = { key: secret('KEY'), nested: [{ url: env('URL') }] }
    expect(await given(text, values, { KEY: 'abc', URL: 'u' })).toEqual({ key: 'abc', nested: [{ url: 'u' }] })
  })

  it('survive JSON unread', () => {
    expect(JSON.parse(JSON.stringify({ key: secret('KEY'), url: env('URL') }))).toEqual({
      key: secret('KEY'),
      url: env('URL'),
    })
  })

  it('are named by path and variable when they are missing', async () => {
    const error = await refused(() => given(text, { key: 'abc', nested: [{ url: env('ACME_URL') }] }, { ACME_URL: '' }))
    expect(error.code).toBe('CONFIG_ENV_MISSING')
    expect(error.message).toBe('commission.nested[0].url: the environment variable ACME_URL is not set')
  })

  it('are never shown, not even when they are wrong', async () => {
    const error = await refused(() => given(text, { key: secret('KEY') }, { KEY: 'xy' }))
    expect(error.message).toBe('commission.key: expected at least 3 characters, was the value of KEY')
  })

  it('are taken out of what a factory fails with, and out of the log', async () => {
    const log = createLog()
    const fail = ({ key }: { key: SecretText }) => Promise.reject(new Error(`key ${key.reveal()} refused`))
    const options = z.object({ key: secretText() })
    const kernel = await kernelOf((host) => host.provide(Commission, 'acme', fail, { options }), {
      log,
      environment: { KEY: 'hunter2' },
    })
    const error = await refused(() => kernel.create(Commission, { use: 'acme', key: secret('KEY') }))
    expect(error.message).toBe("CommissionModel 'acme' of plugin 'acme' failed: key [secret] refused")
    expect(log.redact('hunter2!')).toBe('[secret]!')
  })
})

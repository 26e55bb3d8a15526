import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import {
  applyProfile,
  choiceSchema,
  choicesSchema,
  createConfigSchema,
  parseConfig,
} from '../../../core/kernel/config-schema.js'
import { env } from '../../../core/kernel/reference.js'
import { plugin, refused } from './harness.js'

const schema = createConfigSchema({ broker: choiceSchema, observers: choicesSchema, capital: z.string() })
const acme = plugin('acme')
const config = {
  plugins: ['rustybt-plugin-acme', acme],
  broker: { use: 'simulated', fee: 1 },
  capital: '100000',
  profiles: { paper: { observers: ['a', { use: 'b' }] }, live: { broker: { use: 'acme', url: env('ACME_URL') } } },
}

describe('a config', () => {
  it('is kept as it was written, plugins themselves', async () => {
    const parsed = await parseConfig(schema, config, 'f')
    expect(parsed).toEqual(config)
    expect(parsed.plugins?.[1]).toBe(acme)
    expect(await parseConfig(schema, {}, 'f')).toEqual({})
  })

  it.each([
    [
      { brokr: 'x' },
      "f: brokr: not known; known: plugins, broker, observers, capital, profiles. Did you mean 'broker'?",
    ],
    [{ broker: 5 }, 'f: broker: expected string or object, was 5'],
    [{ broker: { cost: 5 } }, 'f: broker.use: expected string, was not given'],
    [{ capital: 5 }, 'f: capital: expected string, was 5'],
    [{ plugins: [5] }, 'f: plugins[0]: expected the name of a package, a path or a plugin, was 5'],
    [{ profiles: { live: { capital: 5 } } }, 'f: profiles.live.capital: expected string, was 5'],
    [
      { profiles: { live: { capitl: '5' } } },
      "f: profiles.live.capitl: not known; known: plugins, broker, observers, capital. Did you mean 'capital'?",
    ],
    ['text', 'f: config: expected object, was "text"'],
  ])('%j is refused with the path', async (value, message) => {
    const error = await refused(() => parseConfig(schema, value, 'f'))
    expect([error.code, error.message]).toEqual(['CONFIG_INVALID', message])
  })
})

describe('a profile', () => {
  it('replaces whole keys and leaves the others', () => {
    const { profiles: _, ...settings } = config
    expect(applyProfile(config)).toEqual(settings)
    expect(applyProfile(config, 'live')).toEqual({ ...settings, broker: { use: 'acme', url: { $env: 'ACME_URL' } } })
    expect(applyProfile(config, 'paper')).toEqual({ ...settings, observers: ['a', { use: 'b' }] })
  })

  it('that is not there is refused with the nearest', async () => {
    const error = await refused(() => applyProfile(config, 'papr'))
    expect(error.code).toBe('PROFILE_UNKNOWN')
    expect(error.message).toBe("no profile called 'papr'; known: paper, live. Did you mean 'paper'?")
    expect((await refused(() => applyProfile({}, 'toString'))).message).toBe(
      "no profile called 'toString'; none is known",
    )
  })
})

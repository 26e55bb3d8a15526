import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { configJsonSchema } from '../../../core/cli/config/json-schema.js'
import { CONFIG_ROLES } from '../../../core/cli/config/roles.js'
import { defineConfig } from '../../../core/cli/config/type.js'
import { main } from '../../../core/cli/main.js'
import { configSchema } from '../../../core/cli/run/config.js'
import { firstPartyPlugins } from '../../../plugins/index.js'
import { firstPartyKernel } from '../../plugins/first-party.js'

const root = join(import.meta.dirname, '../../..')

async function rustybt(config: string | object, args: readonly string[], environment = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'rustybt-config-'))
  writeFileSync(join(cwd, 'rustybt.config.json'), typeof config === 'string' ? config : JSON.stringify(config, null, 2))
  writeFileSync(join(cwd, 'a.ts'), '')
  const said = { stdout: '', stderr: '' }
  const code = await main(
    ['config', ...args],
    { plugins: firstPartyPlugins },
    {
      stdout: { write: (text) => void (said.stdout += text) },
      stderr: { write: (text) => void (said.stderr += text) },
      cwd,
      environment,
    },
  )
  return { code, ...said }
}

const sound = {
  strategy: './a.ts',
  commission: { equity: 'per-share', future: 'none' },
  profiles: { live: { broker: { use: 'simulated', fillAt: 'next-open' } } },
}

describe('rustybt config check', () => {
  it('finds a sound config sound, with its profiles', async () => {
    expect(await rustybt(sound, ['check'])).toEqual({
      code: 0,
      stdout: 'rustybt.config.json is sound, with profile live\n',
      stderr: '',
    })
  })

  it('tells all that would stop a run, each at its place in the file', async () => {
    const { code, stderr } = await rustybt(
      {
        ...sound,
        strategy: './b.ts',
        slippage: 'fixd',
        profiles: { live: { broker: { use: 'simulated', fillsAt: 1 } } },
      },
      ['check'],
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^error UNKNOWN_NAME: rustybt\.config\.json:15:3: slippage: no SlippageModel called 'fixd'.*Did you mean 'fixed'\?$/m,
    )
    expect(stderr).toMatch(
      /^error CONFIG_FILE_MISSING: rustybt\.config\.json:2:3: strategy: there is no file \.\/b\.ts$/m,
    )
    expect(stderr).toMatch(
      /^error OPTION_INVALID: rustybt\.config\.json:11:9: broker\.fillsAt: not known; known: fillAt/m,
    )
  })

  it('tells of days in reverse, and of a space with nothing in it, in a profile too', async () => {
    const config = {
      start: '2020-01-02',
      end: '2019-12-31',
      space: { fast: { from: 9, to: 3 } },
      profiles: { early: { end: '2018-12-31' }, late: { end: '2021-12-31', space: { fast: [1, 2] } } },
    }
    const { stdout } = await rustybt(config, ['check', '--json'])
    const { faults } = JSON.parse(stdout) as { faults: { code: string; at: string }[] }
    expect(faults.map(({ code, at }) => `${code} ${at}`)).toEqual([
      'DATES_REVERSED start',
      'SPACE_INVALID space',
      'DATES_REVERSED profiles.early.end',
    ])
  })

  it('tells the same as JSON', async () => {
    const { code, stdout } = await rustybt({ broker: 'simulatd' }, ['check', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      faults: [{ code: 'UNKNOWN_NAME', at: 'broker', place: '2:3' }],
    })
  })

  it('asks of a profile alone what it names, variables of the environment included', async () => {
    const config = { profiles: { paper: {}, live: { source: { use: 'polygon', key: { $secret: 'ACME_KEY' } } } } }
    expect(await rustybt(config, ['check', '--profile', 'paper'])).toMatchObject({ code: 0 })
    const without = await rustybt(config, ['check', '--profile', 'live'])
    expect(without.stderr).toMatch(/CONFIG_ENV_MISSING: .*the environment variable ACME_KEY is not set/)
    expect(await rustybt(config, ['check', '--profile', 'live'], { ACME_KEY: 'x' })).toMatchObject({ code: 0 })
    expect((await rustybt(config, ['check', '--profile', 'lve'])).stderr).toContain("Did you mean 'live'?")
  })

  it('tells a fault of the whole file with its line', async () => {
    const { stderr } = await rustybt('{\n  "capital": -1\n}', ['check'])
    expect(stderr).toMatch(/CONFIG_INVALID: .*rustybt\.config\.json:2:3: capital: /)
  })
})

describe('rustybt config show', () => {
  it('shows what a profile comes to, and of secrets that they are there', async () => {
    const config = {
      ...sound,
      profiles: {
        live: { broker: { use: 'acme', key: { $secret: 'ACME_KEY' }, url: { $env: 'ACME_URL' }, password: 'hunter2' } },
      },
    }
    const { code, stdout } = await rustybt(config, ['show', '--profile', 'live'], { ACME_KEY: 'sesame' })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      strategy: './a.ts',
      commission: sound.commission,
      broker: {
        use: 'acme',
        key: '[secret] of ACME_KEY (set)',
        url: 'the value of ACME_URL (not set)',
        password: '[secret]',
      },
    })
    expect(stdout).not.toMatch(/sesame|hunter2/)
  })

  it('needs a config, and knows what it can do', async () => {
    const nowhere = await main(
      ['config', 'show'],
      { plugins: firstPartyPlugins },
      {
        stdout: { write: () => {} },
        stderr: { write: () => {} },
        cwd: mkdtempSync(join(tmpdir(), 'none-')),
        environment: {},
      },
    )
    expect(nowhere).toBe(2)
    expect((await rustybt(sound, ['chek'])).stderr).toContain("did you mean 'check'?")
  })
})

describe('the JSON schema of configs', () => {
  const file = join(root, 'docs/config.schema.json')
  const schemaOf = async () => {
    const kernel = await firstPartyKernel()
    const schema = configJsonSchema(kernel.offers())
    await kernel.close()
    return schema
  }

  it('is published as it is (UPDATE_SCHEMA=1 writes it)', async () => {
    const text = `${JSON.stringify(await schemaOf(), null, 2)}\n`
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(file, text)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it.each([
    [{}, true],
    [sound, true],
    [{ $schema: './schema.json', capital: 1e5, plugins: ['acme'], observers: ['acme', { use: 'b', every: 5 }] }, true],
    [{ broker: 'of-a-plugin', financing: ['a', 'b'], quirks: { fillBeyondLimit: false } }, true],
    [{ brokr: 'simulated' }, false],
    [{ observers: 'acme' }, false],
    [{ capital: '-5' }, false],
    [{ start: '2020-13-45' }, false],
    [{ commission: { stock: 'none' } }, false],
    [{ profiles: { live: { frequency: 'hourly' } } }, false],
    [{ profiles: { live: { profiles: {} } } }, false],
  ])('takes and refuses what the schema of configs does: %j', async (config, isSound) => {
    const validate = new Ajv2020({ strict: false, formats: { date: /^\d{4}-(0\d|1[0-2])-\d\d$/ } }).compile(
      await schemaOf(),
    )
    const { $schema: _, ...settings } = config as { $schema?: string }
    expect(validate(config)).toBe(isSound)
    expect(configSchema.safeParse(settings).success).toBe(isSound)
  })

  it('names what can be chosen, with what it is', async () => {
    const { properties } = (await schemaOf()) as { properties: Record<string, { anyOf: { anyOf?: object[] }[] }> }
    expect(properties.broker.anyOf[0].anyOf).toContainEqual({
      const: 'simulated',
      description: expect.stringContaining('fills'),
    })
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(CONFIG_ROLES)))
  })
})

describe('the type of a config', () => {
  it('has each key of the schema, and no other', () => {
    const text = readFileSync(join(root, 'core/cli/config/type.ts'), 'utf8')
    const body = /interface ConfigSettings \{([\s\S]*?)\n\}/.exec(text)![1]
    const keys = [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, key]) => key)
    const { shape } = configSchema as unknown as { shape: Record<string, unknown> }
    expect(keys.sort()).toEqual(
      Object.keys(shape)
        .filter((key) => key !== 'profiles')
        .sort(),
    )
  })

  it('tells what is wrong while it is written', () => {
    expect(defineConfig({ capital: 5 })).toEqual({ capital: 5 })
    const folder = mkdtempSync(join(root, 'test/docs/.snippets-'))
    const check = (config: string) => {
      writeFileSync(
        join(folder, 'a.ts'),
        `import { defineConfig } from 'rustybt'\nexport default defineConfig(${config})\n`,
      )
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: { module: 'NodeNext', strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
          include: ['a.ts'],
        }),
      )
      try {
        execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
          encoding: 'utf8',
        })
        return ''
      } catch (error) {
        return (error as { stdout: string }).stdout
      }
    }
    try {
      expect(
        check("{ broker: 'simulated', commission: { equity: 'per-share' }, observers: ['mine'], source: 'csv' }"),
      ).toBe('')
      expect(check("{ brokr: 'simulated' }")).toMatch(/'brokr' does not exist.*'broker'/)
      expect(check("{ frequency: 'hourly' }")).toMatch(/'"hourly"' is not assignable/)
    } finally {
      execFileSync('rm', ['-r', folder])
    }
  })
})

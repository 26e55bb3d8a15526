import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type LoadedConfig, loadConfig, loadConfigFile } from '../../kernel/config.js'
import { choiceSchema, choicesSchema, createConfigSchema } from '../../kernel/config-schema.js'
import { warnOfDeprecatedKeys } from '../../kernel/deprecation.js'
import { enableTypeScript } from '../strategy/typescript.js'
import { UsageError } from '../usage.js'

const date = z.iso.date()

/** One model for all, or one a kind of asset. */
const costSchema = z.union([
  choiceSchema,
  z
    .strictObject({ equity: choiceSchema, future: choiceSchema, cryptocurrency: choiceSchema, forex: choiceSchema })
    .partial(),
])

/** What a parameter may be: one of a list, or a number of a range. */
const rangeSchema = z.union([
  z.array(z.union([z.string(), z.number(), z.boolean()])),
  z.strictObject({
    from: z.number(),
    to: z.number(),
    step: z.number().optional(),
    scale: z.enum(['linear', 'log']).optional(),
  }),
])

/** The keys of a config that decide a run. All may be left out; flags stand above them. */
const settingsShape = {
  /** The algorithm's file, as seen from the config. */
  strategy: z.string(),
  /** Values given to the algorithm by name. */
  parameters: z.record(z.string(), z.unknown()),
  source: choiceSchema,
  /** A bundle by name, in the place of a source. */
  bundle: z.string(),
  /** 'history', or the stream of a plugin: `{ use: 'replay', speed: 60 }`. */
  feed: choiceSchema,
  calendar: choiceSchema,
  broker: choiceSchema,
  commission: costSchema,
  slippage: costSchema,
  /** How long orders are on their way, and how much of what slippage offers they get. */
  latency: choiceSchema,
  fills: choiceSchema,
  /** What holding costs: one model, or several. */
  financing: choicesSchema,
  /** What the account may do: `cash`, `margin`. */
  account: choiceSchema,
  /** The account's currency, and what others are worth in it. */
  currency: z.string().min(1),
  fx: choiceSchema,
  /** Who watches the run; the columns that they add stand in the performance. */
  observers: z.array(choiceSchema),
  /** Where pipeline columns beside the bars come from, asked in this order. */
  pipelineLoaders: z.array(choiceSchema),
  /** Who makes the file of `--report`; html where left out. */
  report: choiceSchema,
  /** In the report, the first day that is out-of-sample; a sealed holdout where left out. */
  outOfSample: date,
  capital: z.union([z.string().regex(/^\d+(\.\d+)?(e\d+)?$/i), z.number().positive()]),
  frequency: z.enum(['daily', 'minute']),
  start: date,
  end: date,
  /** A CSV file of daily returns, as seen from the config. */
  benchmark: z.string(),
  /** A set of rules, or single ones that are other than the algorithm's form has them: `{ fillBeyondLimit: false }`. */
  quirks: z.union([z.enum(['zipline', 'strict']), z.record(z.string(), z.boolean())]),
  splits: z.enum(['apply', 'ignore']),
  seed: z.union([z.string(), z.number().int()]),
  /** What `rustybt optimize` may give the algorithm, by the parameter's name, and who chooses among it. */
  space: z.record(z.string(), rangeSchema),
  search: choiceSchema,
}

const settingsSchema = z.object(settingsShape).partial()
export type RunSettings = z.output<typeof settingsSchema>

export const configSchema = createConfigSchema(settingsShape)

/** The config in a folder, or in `file`; undefined where the folder has none. */
export async function readConfig(dir: string, file?: string): Promise<LoadedConfig | undefined> {
  const loaded = await loadFrom(dir, file)
  if (loaded !== undefined) warnOfDeprecatedKeys(loaded.config)
  return loaded
}

async function loadFrom(dir: string, file?: string): Promise<LoadedConfig | undefined> {
  if (file === undefined) {
    if (existsSync(join(dir, 'rustybt.config.ts'))) enableTypeScript()
    return loadConfig(dir, configSchema)
  }
  const path = resolve(dir, file)
  if (!existsSync(path)) throw new UsageError(`no config file ${path}`, { code: 'CONFIG_NOT_FOUND' })
  enableTypeScript()
  return loadConfigFile(path, configSchema)
}

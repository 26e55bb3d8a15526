import { z } from 'zod'
import { RustybtError } from '../kernel/errors.js'
import { INGEST_AGAIN } from './codec.js'
import { below, readBytes, sha256 } from './disk.js'

/** The form of bundles that this version writes. It reads older ones. */
export const BUNDLE_SCHEMA = 2

/**
 * What makes a manifest of version N one of N + 1, from 1 on. 2 came with cryptocurrencies and supplementary mappings in the asset
 * database, which older versions of rustybt would pass over; the manifest itself kept its shape.
 */
const UPGRADES: readonly ((manifest: Record<string, unknown>) => Record<string, unknown>)[] = [(manifest) => manifest]

const notice = z.object({
  code: z.string(),
  message: z.string(),
  sid: z.number().optional(),
  date: z.string().optional(),
})
const finding = notice.extend({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  asset: z.string().optional(),
  value: z.number().optional(),
})
const count = z.int().nonnegative()
const date = z.iso.date()

const schema = z.object({
  schemaVersion: z.literal(BUNDLE_SCHEMA),
  /** The version that wrote it. */
  rustybt: z.string(),
  bundle: z.string(),
  ingestion: z.string(),
  /** By name; dates and sessions are that calendar's. */
  calendar: z.string(),
  /** The source as it was chosen, without secrets. */
  source: z.unknown(),
  frequency: z.enum(['daily', 'minute']),
  splits: z.enum(['apply', 'ignore']).optional(),
  /** The ingestion whose files of bars it took over. */
  appendedTo: z.string().optional(),
  firstSession: date,
  lastSession: date,
  rows: z.object({
    assets: count,
    bars: count,
    splits: count,
    dividends: count,
    stockDividends: count,
    mergers: count,
  }),
  files: z.array(z.object({ path: z.string(), size: count, sha256: z.string() })),
  quality: z.object({
    notices: z.array(notice),
    /** The preset that was named; each asset's own, where left out. */
    preset: z.enum(['equity', 'crypto', 'futures']).optional(),
    /** How many findings there were in all, and the first of each code. Older bundles have none. */
    summary: z
      .object({ assets: count, errors: count, warnings: count, infos: count, byCode: z.record(z.string(), count) })
      .optional(),
    findings: z.array(finding).optional(),
  }),
})
const sealed = schema.extend({ checksum: z.string() })

/** What stands in an ingestion's `manifest.json`, but its own checksum. */
export type Manifest = z.infer<typeof schema>
export type ManifestFile = Manifest['files'][number]

export const MANIFEST = 'manifest.json'

export function manifestText(manifest: Manifest): Uint8Array {
  const checksum = checksumOf(manifest)
  return new TextEncoder().encode(`${JSON.stringify({ ...manifest, checksum }, null, 2)}\n`)
}

/** Throws `BUNDLE_CORRUPT` with the file, and `BUNDLE_SCHEMA` where a newer version has written it. */
export function readManifest(folder: string): Manifest {
  const path = below(folder, MANIFEST)
  const bytes = readBytes(path)
  if (bytes === undefined) throw corrupt(path, 'is missing')
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw corrupt(path, `is no JSON (${(cause as Error).message})`, cause)
  }
  const { schemaVersion } = (value ?? {}) as { schemaVersion?: unknown }
  if (Number.isInteger(schemaVersion) && (schemaVersion as number) > BUNDLE_SCHEMA) {
    const what = `${path} has schema version ${schemaVersion}, this version of rustybt reads up to ${BUNDLE_SCHEMA}`
    throw new RustybtError('BUNDLE_SCHEMA', what, {
      hint: 'update rustybt, or ingest the bundle again with this version',
    })
  }
  const parsed = sealed.safeParse(upgraded(value))
  if (!parsed.success) {
    const [{ path: at, message }] = parsed.error.issues
    throw corrupt(path, `is no manifest: ${at.length > 0 ? `${at.join('.')}: ` : ''}${message}`)
  }
  const { checksum, ...manifest } = parsed.data
  // What was read may hold more than is known here, and be of an older form, but no change goes unseen.
  const { checksum: _, ...written } = value as Record<string, unknown>
  if (checksum !== checksumOf(written)) throw corrupt(path, 'does not fit its checksum: it was changed')
  return manifest
}

/** A manifest of an older version in today's form; anything else as it is. */
function upgraded(value: unknown): unknown {
  let manifest = value as Record<string, unknown>
  const version = manifest?.schemaVersion
  if (!Number.isInteger(version) || (version as number) < 1) return value
  for (let from = version as number; from < BUNDLE_SCHEMA; from++)
    manifest = { ...UPGRADES[from - 1](manifest), schemaVersion: from + 1 }
  return manifest
}

const checksumOf = (manifest: object): string => sha256(new TextEncoder().encode(JSON.stringify(manifest)))

/** `path` is the damaged file. */
export function corrupt(path: string, what: string, cause?: unknown): RustybtError {
  return new RustybtError('BUNDLE_CORRUPT', `${path} ${what}`, { hint: INGEST_AGAIN, cause })
}

const SECRETIVE = /key|secret|token|password|passphrase|credential|auth/i
const HIDDEN = '[secret]'

/** The choice of a source as it may be kept and shown: plain data, without what looks like a secret. References to secrets stay. */
export function shownChoice(choice: unknown): unknown {
  const visit = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => visit(item, key))
    if (value !== null && typeof value === 'object') {
      const entries = Object.entries(value)
      if (Object.hasOwn(value, '$secret') || Object.hasOwn(value, '$env')) return Object.fromEntries(entries)
      if (typeof (value as { toJSON?: unknown }).toJSON === 'function')
        return visit(JSON.parse(JSON.stringify(value)), key)
      return Object.fromEntries(entries.map(([name, item]) => [name, visit(item, name)]))
    }
    if (typeof value === 'function') return undefined
    if (typeof value === 'string') return SECRETIVE.test(key) ? HIDDEN : withoutUserInfo(value)
    return value
  }
  return JSON.parse(JSON.stringify(visit(choice, '') ?? null))
}

/** `https://user:password@host` → `https://[secret]@host` */
const withoutUserInfo = (text: string): string => text.replace(/(\w+:\/\/)[^/@\s]+@/g, `$1${HIDDEN}@`)

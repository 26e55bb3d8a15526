import { z } from 'zod'
import { parseFile } from './options.js'

/** What a package declares under `rustybt` in its package.json, so that it can be listed without running it. */
export interface Contribution {
  readonly requires?: string
  /** What it touches; undefined where it does not say. Nothing enforces it. */
  readonly capabilities?: Capabilities
  readonly offers: readonly { readonly role: string; readonly name: string; readonly summary?: string }[]
}

export interface Capabilities {
  /** Hosts that it talks to. */
  readonly network?: readonly string[]
  /** Files and folders that it reads or writes. */
  readonly files?: readonly string[]
  /** Secrets that it needs, as the options or variables that hold them. */
  readonly keys?: readonly string[]
}

export interface Manifest {
  readonly name: string
  readonly version?: string
  readonly description?: string
  /** Nothing where the package declares nothing. */
  readonly contribution?: Contribution
}

const offer = z.object({ role: z.string(), name: z.string(), summary: z.string().optional() })

const capabilities = z
  .strictObject({ network: z.array(z.string()), files: z.array(z.string()), keys: z.array(z.string()) })
  .partial()
  .optional()

const schema = z.looseObject({
  name: z.string(),
  version: z.string().optional(),
  description: z.string().optional(),
  rustybt: z
    .looseObject({ requires: z.string().optional(), offers: z.array(offer).default([]), capabilities })
    .optional(),
})

/** Refused with PLUGIN_MANIFEST, the file and the path of each fault. */
export async function parseManifest(value: unknown, file: string): Promise<Manifest> {
  const checked = (await parseFile(schema, value, file, 'PLUGIN_MANIFEST')) as z.output<typeof schema>
  const { name, version, description, rustybt: contribution } = checked
  return { name, version, description, contribution }
}

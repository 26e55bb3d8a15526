/** The parts of a package.json that say which file is imported. */
export interface PackageEntries {
  readonly exports?: unknown
  readonly main?: unknown
}

const CONDITIONS = ['node', 'import', 'module-sync', 'require', 'default']

/** The file that `import 'name'` opens, relative to the package's folder; undefined where its exports have none. */
export function packageEntry({ exports, main }: PackageEntries): string | undefined {
  if (exports !== undefined && exports !== null) return chosen(exports)
  return typeof main === 'string' && main !== '' ? main : 'index.js'
}

/** As Node has it: the first key that fits, of those the package lists. */
function chosen(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (Array.isArray(exports)) return exports.map(chosen).find((file) => file !== undefined)
  if (typeof exports !== 'object' || exports === null) return undefined
  for (const [key, target] of Object.entries(exports)) {
    const file = key === '.' || CONDITIONS.includes(key) ? chosen(target) : undefined
    if (file !== undefined) return file
  }
  return undefined
}

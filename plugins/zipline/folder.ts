import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { RustybtError } from '../../core/kernel/errors.js'

/** Where the parts of an ingestion lie. */
export interface ZiplineFolder {
  readonly path: string
  readonly daily?: string
  readonly minute?: string
  readonly adjustments: string
  readonly assets: string
}

/** Throws `ZIPLINE_BUNDLE_NOT_FOUND` where there is no Zipline bundle. */
export function findFolder(given: string): ZiplineFolder {
  const path = resolve(given)
  const found = ingestionIn(path) ?? ingestionIn(join(path, latestIn(path) ?? '.'))
  if (found !== undefined) return found
  const what = existsSync(path) ? 'is no Zipline bundle: there is no assets-7.sqlite in it' : 'is not there'
  throw new RustybtError('ZIPLINE_BUNDLE_NOT_FOUND', `${path} ${what}`, {
    hint: 'give the folder of an ingestion, such as ~/.zipline/data/quandl/2024-01-31T12;00;00.000000',
  })
}

function ingestionIn(path: string): ZiplineFolder | undefined {
  if (!existsSync(path) || !statSync(path).isDirectory()) return undefined
  const names = readdirSync(path)
  const versions = names.flatMap((name) => /^assets-(\d+)\.sqlite$/.exec(name)?.[1] ?? []).map(Number)
  if (versions.length === 0) return undefined
  const table = (name: string) => (names.includes(name) ? join(path, name) : undefined)
  const daily = table('daily_equities.bcolz')
  return {
    path,
    daily: daily !== undefined && existsSync(join(daily, '__attrs__')) ? daily : undefined,
    minute: minuteIn(table('minute_equities.bcolz')),
    adjustments: join(path, 'adjustments.sqlite'),
    assets: join(path, `assets-${Math.max(...versions)}.sqlite`),
  }
}

/** Zipline writes the metadata of minutes also where there are none. */
function minuteIn(folder: string | undefined): string | undefined {
  if (folder === undefined || !existsSync(join(folder, 'metadata.json'))) return undefined
  return readdirSync(folder).some((name) => /^\d\d$/.test(name)) ? folder : undefined
}

/** The latest of a bundle's ingestions, which are named by their times. */
const latestIn = (path: string): string | undefined =>
  existsSync(path) && statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => /^\d{4}-\d\d-\d\dT/.test(name))
        .sort()
        .at(-1)
    : undefined

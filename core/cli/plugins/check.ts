import { dirname } from 'node:path'
import type { DataRequest, Frequency } from '../../data/source.js'
import { isPath, loadPlugins } from '../../kernel/config.js'
import { createKernel } from '../../kernel/kernel.js'
import type { Contribution } from '../../kernel/manifest.js'
import { knownNames } from '../../kernel/nearest.js'
import { messageOf } from '../../kernel/refusal.js'
import type { OfferListing } from '../../kernel/registry.js'
import { Calendar } from '../../time/calendar.js'
import type { Invocation } from '../command.js'
import { enableTypeScript } from '../strategy/typescript.js'
import type { CheckedOffer, CheckOffer, Shell } from '../terminal/shell.js'
import { UsageError } from '../usage.js'
import { readPlugin } from './installed-plugins.js'
import { listedOptions } from './offer-options.js'

/** One thing that was looked at. */
interface Finding {
  readonly what: string
  readonly state: 'ok' | 'fault' | 'unchecked'
  readonly says: string
}

/** Whether a plugin is what it says: its manifest, its version range, what it offers, and the contracts of its roles. */
export async function check({ shell, operands: [, name, ...more], options }: Invocation): Promise<number> {
  if (name === undefined || more.length > 0)
    throw new UsageError('one plugin is checked at a time: rustybt plugins check NAME')
  const loaded = await shell.config(options.config as string | undefined)
  const from = loaded === undefined ? shell.cwd : dirname(loaded.file)
  const findings: Finding[] = []
  for await (const finding of findingsOf(name, from, shell, options as CheckFlags)) {
    findings.push(finding)
    if (!options.json) print(finding, shell)
  }
  const isSound = findings.every(({ state }) => state !== 'fault')
  if (options.json) shell.print(JSON.stringify({ plugin: name, ok: isSound, findings }, null, 2))
  else shell.print(isSound ? `\n${name} is what it says` : `\n${name} is not what it says: do not rely on it`)
  return isSound ? 0 : 1
}

function print({ what, state, says }: Finding, shell: Shell): void {
  const mark = {
    ok: shell.paint('ok', 'green'),
    fault: shell.paint('fault', 'red'),
    unchecked: shell.paint('unchecked', 'yellow'),
  }
  shell.print(`${mark[state]}  ${what}: ${says}`)
}

interface CheckFlags {
  readonly option?: Readonly<Record<string, unknown>>
  readonly symbols?: readonly string[]
  readonly calendar?: string
  readonly dataFrequency?: Frequency
  readonly start?: string
  readonly end?: string
}

async function* findingsOf(name: string, from: string, shell: Shell, flags: CheckFlags): AsyncGenerator<Finding> {
  const { manifest, fault } = await readPlugin(name, from, shell.version)
  if (fault !== undefined && !(isPath(name) && manifest === undefined)) {
    const says = fault.hint === undefined ? fault.message : `${fault.message}; ${fault.hint}`
    yield { what: 'manifest', state: 'fault', says }
    return
  }
  const contribution = manifest?.contribution
  if (contribution === undefined)
    yield {
      what: 'manifest',
      state: 'unchecked',
      says: manifest === undefined ? 'there is no package.json' : 'package.json declares nothing under rustybt',
    }
  else {
    yield { what: 'manifest', state: 'ok', says: `${manifest!.name} ${manifest!.version ?? ''}`.trim() }
    yield versionFinding(contribution, shell.version)
  }
  yield* capabilityFindings(contribution)
  if (isPath(name)) enableTypeScript()
  const [plugin] = await loadPlugins([name], from)
  let offers: readonly OfferListing[]
  try {
    const kernel = await createKernel({ version: shell.version, plugins: [...(await shell.firstParty()), plugin] })
    offers = kernel.offers().filter((offer) => offer.plugin === plugin.name)
    await kernel.close()
  } catch (error) {
    yield { what: 'registers', state: 'fault', says: messageOf(error) }
    return
  }
  yield {
    what: 'registers',
    state: 'ok',
    says: offers.map(({ role, name }) => `${role} '${name}'`).join(', ') || 'nothing',
  }
  if (contribution !== undefined) yield* offerFindings(contribution, offers)
  const checkOffer = await shell.contracts()
  if (checkOffer === undefined) return
  const request = await requestOf(flags, shell)
  const given = optionsOf(flags, offers)
  for (const { role, name, example, options: schema } of offers) {
    const options = given(schema) ?? example
    yield* contractFindings(`${role} '${name}'`, await checkOffer(role, { plugin, name, options, request }), options)
  }
}

const versionFinding = ({ requires }: Contribution, version: string): Finding =>
  requires === undefined
    ? { what: 'version', state: 'unchecked', says: 'it does not say which versions of rustybt it works with' }
    : { what: 'version', state: 'ok', says: `works with rustybt ${requires}, and this is ${version}` }

/** Declared, and shown as what it is: a promise that nothing holds the plugin to. */
function* capabilityFindings(contribution: Contribution | undefined): Generator<Finding> {
  const capabilities = contribution?.capabilities
  if (capabilities === undefined) {
    yield { what: 'capabilities', state: 'unchecked', says: 'it does not say what it touches' }
    return
  }
  for (const kind of ['network', 'files', 'keys'] as const) {
    const declared = capabilities[kind]
    const says = declared === undefined ? 'not said' : declared.length === 0 ? 'none' : declared.join(', ')
    yield { what: kind, state: 'unchecked', says: `${says} (declared, not enforced)` }
  }
}

function* offerFindings({ offers: declared }: Contribution, offers: readonly OfferListing[]): Generator<Finding> {
  const key = ({ role, name }: { readonly role: string; readonly name: string }) => `${role} '${name}'`
  const [said, made] = [declared.map(key), offers.map(key)]
  const silent = made.filter((each) => !said.includes(each))
  const absent = said.filter((each) => !made.includes(each))
  for (const each of silent) yield { what: 'offers', state: 'fault', says: `${each} is offered, and not declared` }
  for (const each of absent) yield { what: 'offers', state: 'fault', says: `${each} is declared, and not offered` }
  if (silent.length + absent.length === 0)
    yield { what: 'offers', state: 'ok', says: 'what it declares, and nothing else' }
}

/** What a source is asked for; undefined where the line says nothing of it. */
async function requestOf(flags: CheckFlags, shell: Shell): Promise<Partial<DataRequest> | undefined> {
  const { symbols, calendar, dataFrequency: frequency, start, end } = flags
  if ([symbols, calendar, frequency, start, end].every((flag) => flag === undefined)) return undefined
  const kernel = await shell.kernel()
  return { symbols, frequency, start, end, calendar: await kernel.create(Calendar, calendar ?? 'XNYS') }
}

/** The line's options are for whichever offers take them. */
function optionsOf({ option = {} }: CheckFlags, offers: readonly OfferListing[]) {
  const takes = (schema: OfferListing['options']) => listedOptions(schema).map(({ name }) => name)
  const known = [...new Set(offers.flatMap(({ options }) => takes(options)))]
  const stranger = Object.keys(option).find((name) => !known.includes(name))
  if (stranger !== undefined)
    throw new UsageError(`no offer takes an option '${stranger}'${knownNames(stranger, known)}`)
  return (schema: OfferListing['options']) => {
    const taken = Object.entries(option).filter(([name]) => takes(schema).includes(name))
    return taken.length === 0 ? undefined : Object.fromEntries(taken)
  }
}

function* contractFindings(
  what: string,
  answer: Awaited<ReturnType<CheckOffer>>,
  options?: CheckedOffer['options'],
): Generator<Finding> {
  if ('unchecked' in answer) {
    yield { what, state: 'unchecked', says: answer.unchecked }
    return
  }
  const faults = answer.filter(({ fault }) => fault !== undefined)
  for (const { name, fault } of faults) yield { what, state: 'fault', says: `${name}: ${fault}` }
  const as = options === undefined ? '' : `, made with ${JSON.stringify(options)}`
  if (faults.length === 0)
    yield { what, state: 'ok', says: `keeps the ${answer.length} behaviours of its contract${as}` }
}

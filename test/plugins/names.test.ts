import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { CONFIG_ROLES } from '../../core/cli/config/roles.js'
import { tokenName } from '../../core/kernel/token.js'
import { firstPartyKernel } from './first-party.js'

const file = join(import.meta.dirname, '../../plugins/names.ts')

/** Keys whose names core itself knows, or that have none of first-party. */
const ELSEWHERE = ['broker', 'feed', 'observers', 'pipelineLoaders']

it('the names that editors complete are those that first-party plugins offer (UPDATE_NAMES=1 writes them)', async () => {
  const kernel = await firstPartyKernel()
  const interfaces = Object.entries(CONFIG_ROLES)
    .filter(([key]) => !ELSEWHERE.includes(key))
    .map(([key, role]) => {
      const names = kernel.offers().filter((offer) => offer.role === tokenName(role))
      const lines = names.map(({ name }) => `    ${/^[a-z_$][\w$]*$/i.test(name) ? name : `'${name}'`}: true\n`)
      return `  interface ${key.charAt(0).toUpperCase()}${key.slice(1)}Names {\n${lines.join('')}  }\n`
    })
  await kernel.close()
  const text = `/**
 * What \`rustybt\` is to a type checker: core's public names, and the names of first-party offers by the config's key. Written by its
 * test: \`UPDATE_NAMES=1 npm test -- test/plugins/names\`.
 */
export * from '../core/index.js'

declare module '../core/cli/config/type.js' {
${interfaces.join('')}}
`
  if (process.env.UPDATE_NAMES === '1') writeFileSync(file, text)
  expect(readFileSync(file, 'utf8')).toBe(text)
})

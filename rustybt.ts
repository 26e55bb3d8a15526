#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads'
import { main } from './core/cli/main.js'

/** The first-party plugins and compat; each is imported only where a command needs the kernel. */
async function plugins() {
  const [{ firstPartyPlugins }, { default: compat }] = await Promise.all([
    import('./plugins/index.js'),
    import('./compat/plugin.js'),
  ])
  return [...(await firstPartyPlugins()), compat]
}

/** The suites of `rustybt/testing`, read only where a plugin is checked. */
const contracts = async () => (await import('./core/testing/contracts/contracts.js')).checkOffer

if (isMainThread) process.exitCode = await main(process.argv.slice(2), { plugins, contracts })
else await (await import('./core/cli/run-worker.js')).serveRuns(await plugins())

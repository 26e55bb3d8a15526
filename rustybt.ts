#!/usr/bin/env node
import * as nodeModule from 'node:module'
import { isMainThread } from 'node:worker_threads'

// What has been compiled once is kept by Node, where it can (22.1 on); so all else is imported after this.
const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown }
enableCompileCache?.()

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

if (isMainThread) {
  const { main } = await import('./core/cli/main.js')
  process.exitCode = await main(process.argv.slice(2), { plugins, contracts })
} else await (await import('./core/cli/run/worker.js')).serveRuns(await plugins())

#!/usr/bin/env node
// `npm create rustybt NAME` is `rustybt new NAME`, without installing anything first.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const manifest = import.meta.resolve('rustybt/package.json')
const { bin } = JSON.parse(readFileSync(fileURLToPath(manifest), 'utf8'))
process.argv.splice(2, 0, 'new')
await import(new URL(bin.rustybt, manifest).href)

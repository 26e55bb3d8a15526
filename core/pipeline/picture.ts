import { matrixKernels } from '../math/matrix-kernels.js'
import { ASSET_EXISTS } from './filter.js'
import { TermGraph } from './graph.js'
import type { Pipeline } from './pipeline.js'
import { ComputableTerm, type Term } from './term.js'

/** A term of a pipeline as its graph shows it. */
export interface GraphNode {
  readonly id: number
  readonly label: string
  readonly kind: Term['kind']
  /** What it is the column of, or the screen. */
  readonly outputs: readonly string[]
  /** The nodes that it is computed from. */
  readonly inputs: readonly number[]
  /** Whether native kernels compute it, JavaScript does, or there is nothing to compute. */
  readonly runs: 'native' | 'javascript' | 'nothing'
}

const SCREEN = 'screen'

/** A pipeline's terms, each once and after all that it needs. Which assets exist is left out. */
export function graphNodes(pipeline: Pipeline): GraphNode[] {
  const outputs = new Map<string, ComputableTerm>(pipeline.columns)
  const names = new Map<Term, string[]>()
  for (const [name, term] of pipeline.columns) names.set(term, [...(names.get(term) ?? []), name])
  if (pipeline.screen) {
    outputs.set('\0screen', pipeline.screen)
    names.set(pipeline.screen, [...(names.get(pipeline.screen) ?? []), SCREEN])
  }
  const graph = new TermGraph(outputs, pipeline.domain(ASSET_EXISTS.domain))
  const terms = graph.order.filter((term) => term !== ASSET_EXISTS)
  const ids = new Map(terms.map((term, id) => [term, id]))
  return terms.map((term, id) => ({
    id,
    label: term instanceof ComputableTerm ? labelOf(term) : term.label,
    kind: term.kind,
    outputs: names.get(term) ?? [],
    inputs: [...new Set(graph.dependencies(term).flatMap((needed) => ids.get(needed.term) ?? []))],
    runs: runsOf(term),
  }))
}

function labelOf({ computation, windowLength }: ComputableTerm): string {
  const parameters = Object.entries(computation.parameters ?? {}).filter(([, value]) => typeof value !== 'object')
  const shown = parameters.map(([name, value]) => `${name}: ${String(value)}`)
  if (windowLength > 0) shown.unshift(`window: ${windowLength}`)
  return shown.length > 0 ? `${computation.name} (${shown.join(', ')})` : computation.name
}

function runsOf(term: Term): GraphNode['runs'] {
  if (!(term instanceof ComputableTerm) || term.computation.kernels === undefined) return 'nothing'
  return matrixKernels.mode === 'rust' && term.computation.kernels.length > 0 ? 'native' : 'javascript'
}

const FILLS: Readonly<Record<Term['kind'], string>> = {
  column: '#fbb4ae',
  factor: '#b3cde3',
  filter: '#ccebc5',
  classifier: '#decbe4',
}

/** The graph in Graphviz's language. Terms that run without a native kernel have a dashed border. */
export function graphDot(pipeline: Pipeline): string {
  const nodes = graphNodes(pipeline)
  const lines = nodes.map(({ id, label, kind, outputs, runs }) => {
    const text = [...outputs.map((name) => `${name} =`), label].join('\\n').replaceAll('"', '\\"')
    const style = runs === 'javascript' ? 'filled,dashed' : 'filled'
    const shape = outputs.length > 0 ? ', peripheries=2' : ''
    return `  n${id} [label="${text}", fillcolor="${FILLS[kind]}", style="${style}"${shape}]`
  })
  const edges = nodes.flatMap(({ id, inputs }) => inputs.map((input) => `  n${input} -> n${id}`))
  const note = 'dashed: runs without a native kernel'
  return [
    'digraph pipeline {',
    `  graph [rankdir=TB, label="${note}"]`,
    '  node [shape=box]',
    ...lines,
    ...edges,
    '}',
    '',
  ].join('\n')
}

const BOX = { width: 220, height: 46, across: 240, down: 86, margin: 20 }

/** The graph as a picture: what is needed stands above what needs it. */
export function graphSvg(pipeline: Pipeline): string {
  const nodes = graphNodes(pipeline)
  const levels: number[] = []
  for (const { id, inputs } of nodes)
    levels[id] = inputs.reduce((level, input) => Math.max(level, levels[input] + 1), 0)
  const used: number[] = []
  const places = nodes.map(({ id }) => {
    const column = used[levels[id]] ?? 0
    used[levels[id]] = column + 1
    return { x: BOX.margin + column * BOX.across, y: BOX.margin + levels[id] * BOX.down }
  })
  const width = Math.max(1, ...used) * BOX.across + BOX.margin
  const height = Math.max(1, used.length) * BOX.down + BOX.margin
  const lines = nodes.flatMap(({ id, inputs }) =>
    inputs.map((input) => {
      const [from, to] = [places[input], places[id]]
      return `<line x1="${from.x + BOX.width / 2}" y1="${from.y + BOX.height}" x2="${to.x + BOX.width / 2}" y2="${to.y}" stroke="#888"/>`
    }),
  )
  const boxes = nodes.map((node) => boxOf(node, places[node.id]))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="11">`,
    '<title>Pipeline; dashed: runs without a native kernel</title>',
    ...lines,
    ...boxes,
    '</svg>',
    '',
  ].join('\n')
}

function boxOf({ label, kind, outputs, runs }: GraphNode, { x, y }: { x: number; y: number }): string {
  const dashed = runs === 'javascript' ? ' stroke-dasharray="4 3"' : ''
  const rows = [...(outputs.length > 0 ? [`${outputs.join(', ')} =`] : []), label].map((text) => cut(text, 38))
  const texts = rows.map((text, k) => {
    const top = y + BOX.height / 2 + 4 + (k - (rows.length - 1) / 2) * 15
    return `<text x="${x + BOX.width / 2}" y="${top}" text-anchor="middle">${escaped(text)}</text>`
  })
  const title = `<title>${escaped([...outputs, label].join(' = '))}: ${runs}</title>`
  const box = `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="4" fill="${FILLS[kind]}" stroke="#333"${dashed}/>`
  return `<g>${title}${box}${texts.join('')}</g>`
}

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text)

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The labels of the terms that run without a native kernel. */
export function withoutKernel(pipeline: Pipeline): string[] {
  return graphNodes(pipeline).flatMap(({ runs, label }) => (runs === 'javascript' ? [label] : []))
}

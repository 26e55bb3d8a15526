import type { TableData } from '../report-data.js'
import type { PageElement, PageWindow } from './dom.js'
import type { Formats } from './formats.js'

/** Fills the long tables: sorted by the heading that was pressed, searched, a page at a time. Self-contained: its source goes into the page. */
export function fillListings(window: PageWindow, tables: Readonly<Record<string, TableData>>, { show }: Formats): void {
  const PAGE = 25
  const { document } = window

  function element(tag: string, text = '', className = ''): PageElement {
    const made = document.createElement(tag)
    made.textContent = text
    if (className) made.className = className
    return made
  }

  const isNumber = (format: string) => format !== 'text'

  function compare(a: number | string | null, b: number | string | null): number {
    if (typeof a === 'number' && typeof b === 'number') return a - b
    return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
  }

  /** What is listed, in the order in which it is, with every digit. */
  function save(name: string, lines: readonly (readonly (number | string | null)[])[]): void {
    const cell = (value: number | string | null) => {
      const text = value === null ? '' : String(value)
      return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    }
    const text = `${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
    const address = window.URL.createObjectURL(new window.Blob([text], { type: 'text/csv;charset=utf-8' }))
    const link = element('a')
    link.setAttribute('href', address)
    link.setAttribute('download', `${name}.csv`)
    link.click()
    window.URL.revokeObjectURL(address)
  }

  function fill(box: PageElement, { columns, rows }: TableData): void {
    const find = (selector: string) => box.querySelector(selector)!
    const headings = columns.map(heading)
    let [sortedBy, descending, page, wanted] = [-1, false, 0, '']
    let shown = rows

    function heading(column: TableData['columns'][number], at: number): PageElement {
      const cell = element('th', '', isNumber(column.format) ? 'number' : '')
      cell.setAttribute('scope', 'col')
      const button = element('button', column.label)
      button.setAttribute('type', 'button')
      button.addEventListener('click', () => {
        descending = sortedBy === at ? !descending : isNumber(column.format)
        sortedBy = at
        page = 0
        arrange()
      })
      cell.append(button)
      return cell
    }

    /** Missing values stand last, whichever way the rest is sorted. */
    function arrange(): void {
      const has = (row: TableData['rows'][number]) =>
        row.some((cell) => typeof cell === 'string' && cell.toLowerCase().includes(wanted))
      shown = wanted === '' ? [...rows] : rows.filter(has)
      if (sortedBy >= 0) {
        ;(shown as (typeof rows)[number][]).sort((a, b) => {
          const [left, right] = [a[sortedBy], b[sortedBy]]
          if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
          return descending ? compare(right, left) : compare(left, right)
        })
      }
      for (const [at, cell] of headings.entries()) {
        if (at === sortedBy) cell.setAttribute('aria-sort', descending ? 'descending' : 'ascending')
        else cell.removeAttribute('aria-sort')
      }
      draw()
    }

    function draw(): void {
      const first = page * PAGE
      const part = shown.slice(first, first + PAGE)
      find('tbody').replaceChildren(...part.map(line))
      find('.where').textContent =
        shown.length === 0
          ? 'nothing found'
          : `${show('count', first + 1)}–${show('count', first + part.length)} of ${show('count', shown.length)}`
      find('.previous').disabled = page === 0
      find('.next').disabled = first + PAGE >= shown.length
    }

    function line(row: TableData['rows'][number]): PageElement {
      const made = element('tr')
      made.append(
        ...row.map((value, at) => {
          const { format } = columns[at]
          return element('td', show(format, value), isNumber(format) ? 'number' : '')
        }),
      )
      return made
    }

    find('thead').append(element('tr'))
    find('thead tr').append(...headings)
    find('input').addEventListener('input', () => {
      wanted = find('input').value.trim().toLowerCase()
      page = 0
      arrange()
    })
    for (const [selector, step] of [
      ['.previous', -1],
      ['.next', 1],
    ] as const) {
      find(selector).addEventListener('click', () => {
        page += step
        draw()
      })
    }
    if (rows.length <= PAGE) {
      find('.search').setAttribute('hidden', '')
      find('.pages').setAttribute('hidden', '')
    }
    find('.save').addEventListener('click', () =>
      save(box.id.replace('table-', ''), [columns.map(({ label }) => label), ...shown]),
    )
    arrange()
  }

  for (const [id, table] of Object.entries(tables)) {
    const box = document.getElementById(`table-${id}`)
    if (box) fill(box, table)
  }
}

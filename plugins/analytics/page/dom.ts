/**
 * The few things of a browser that the page's code touches. The compiler's own DOM library would make a browser's globals known in
 * every file of the project, where they are not there.
 */
export interface PageElement {
  id: string
  textContent: string | null
  className: string
  value: string
  disabled: boolean
  readonly clientWidth: number
  contains(node: PageElement): boolean
  focus(): void
  click(): void
  scrollIntoView(how: { block: string; inline?: string }): void
  getBoundingClientRect(): { left: number; top: number; bottom: number; width: number; height: number }
  readonly dataset: Record<string, string | undefined>
  readonly style: { setProperty(name: string, value: string): void }
  append(...nodes: (PageElement | string)[]): void
  after(node: PageElement): void
  replaceChildren(...nodes: (PageElement | string)[]): void
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
  addEventListener(type: string, listen: (event: PageEvent) => void): void
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
}

export interface PageEvent {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  preventDefault(): void
}

export interface Page {
  readonly documentElement: PageElement
  getElementById(id: string): PageElement | null
  createElement(tag: string): PageElement
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
  addEventListener(type: string, listen: (event: PageEvent) => void): void
}

export interface MediaQuery {
  readonly matches: boolean
  addEventListener(type: 'change', listen: () => void): void
}

export interface PageWindow {
  readonly document: Page
  matchMedia(query: string): MediaQuery
  getComputedStyle(element: PageElement): { getPropertyValue(name: string): string }
  addEventListener(type: string, listen: () => void): void
  setInterval(act: () => void, milliseconds: number): number
  clearInterval(timer: number): void
  readonly devicePixelRatio: number
  readonly location: { readonly hash: string; readonly protocol: string }
  readonly history: { replaceState(state: null, title: string, address: string): void }
  readonly URL: { createObjectURL(blob: object): string; revokeObjectURL(address: string): void }
  readonly Blob: new (parts: readonly string[], options: { type: string }) => object
  readonly ResizeObserver: new (
    listen: (entries: readonly { readonly target: PageElement }[]) => void,
  ) => { observe(element: PageElement): void }
}

/** What is drawn on. */
export interface Canvas {
  fillStyle: string
  strokeStyle: string
  lineWidth: number
  font: string
  textAlign: 'left' | 'right'
  textBaseline: 'top'
  save(): void
  restore(): void
  beginPath(): void
  closePath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  rect(x: number, y: number, width: number, height: number): void
  setLineDash(segments: readonly number[]): void
  measureText(text: string): { readonly width: number }
  fillText(text: string, x: number, y: number): void
  fillRect(x: number, y: number, width: number, height: number): void
  clip(): void
  fill(): void
  stroke(): void
}

/** A chart that uPlot has drawn. */
export interface Plot {
  readonly data: readonly (readonly (number | null)[])[]
  readonly cursor: { readonly idx: number | null }
  readonly scales: { readonly x: { readonly min: number; readonly max: number } }
  setSize(size: { width: number; height: number }): void
  setScale(name: string, range: { min: number; max: number }): void
  setCursor(at: { left: number; top: number }, fire?: boolean): void
  setSeries(index: number, options: { show: boolean }): void
  /** In pixels of the canvas where `canvas` is true, else of the page. */
  valToPos(value: number, scale: string, canvas?: boolean): number
  readonly bbox: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  readonly ctx: Canvas
  redraw(rebuildPaths: boolean): void
  destroy(): void
}

export interface PlotMaker {
  new (options: object, data: readonly (readonly (number | null)[])[], into: PageElement): Plot
  tzDate(date: Date, zone: string): Date
}

import type { PageWindow } from './dom.js'

/**
 * Light and dark: as the system says until the button is pressed; paper is always light. Self-contained: its source goes into the page.
 * `changed` is called after each change.
 */
export function switchThemes(window: PageWindow, changed: () => void): void {
  const root = window.document.documentElement
  const button = window.document.getElementById('theme')
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const isDark = () => (root.dataset.theme === undefined ? system.matches : root.dataset.theme === 'dark')
  const show = () => {
    button?.setAttribute('aria-pressed', String(isDark()))
    changed()
  }
  button?.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    show()
  })
  system.addEventListener('change', show)
  let chosen: string | undefined
  window.addEventListener('beforeprint', () => {
    chosen = root.dataset.theme
    root.dataset.theme = 'light'
    // As wide as a sheet of paper, so that charts are drawn for it.
    root.dataset.printing = 'yes'
    show()
  })
  window.addEventListener('afterprint', () => {
    root.removeAttribute('data-printing')
    if (chosen === undefined) root.removeAttribute('data-theme')
    else root.dataset.theme = chosen
    show()
  })
  button?.setAttribute('aria-pressed', String(isDark()))
}

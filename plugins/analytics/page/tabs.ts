import type { PageElement, PageWindow } from './dom.js'

/**
 * One part of the report at a time: tabs by mouse, by arrow keys, Home and End, and by the address's fragment. On paper all of them are
 * there. Self-contained: its source goes into the page. `shown` is called when a part has come into view.
 */
export function switchTabs(window: PageWindow, shown: () => void): void {
  const { document } = window
  const tabs = [...document.querySelectorAll('[role=tab]')]
  if (tabs.length === 0) {
    shown()
    return
  }
  const panelOf = (tab: PageElement) => document.getElementById(tab.getAttribute('aria-controls')!)!

  function choose(chosen: PageElement, focus: boolean): void {
    for (const tab of tabs) {
      const on = tab === chosen
      tab.setAttribute('aria-selected', String(on))
      tab.setAttribute('tabindex', on ? '0' : '-1')
      if (on) panelOf(tab).removeAttribute('hidden')
      else panelOf(tab).setAttribute('hidden', '')
    }
    chosen.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    if (focus) chosen.focus()
    shown()
  }

  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener('click', () => {
      choose(tab, false)
      // Inside another page there is no address of one's own.
      if (window.location.protocol !== 'about:') window.history.replaceState(null, '', `#${panelOf(tab).id}`)
    })
    tab.addEventListener('keydown', (event) => {
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key]
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      choose(tabs[(to + tabs.length) % tabs.length], true)
    })
  }

  /** A fragment names a part, or something inside of one. */
  function follow(): boolean {
    const id = decodeURIComponent(window.location.hash.slice(1))
    const target = id === '' ? null : document.getElementById(id)
    const tab = target && tabs.find((one) => panelOf(one) === target || panelOf(one).contains(target))
    if (!tab) return false
    choose(tab, false)
    if (panelOf(tab) !== target) target.scrollIntoView({ block: 'start' })
    return true
  }

  if (!follow()) choose(tabs[0], false)
  window.addEventListener('hashchange', follow)
  let before: PageElement | undefined
  window.addEventListener('beforeprint', () => {
    before = tabs.find((tab) => tab.getAttribute('aria-selected') === 'true')
    for (const tab of tabs) panelOf(tab).removeAttribute('hidden')
    shown()
  })
  window.addEventListener('afterprint', () => choose(before ?? tabs[0], false))
}

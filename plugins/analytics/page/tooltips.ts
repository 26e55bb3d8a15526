import type { PageElement, PageWindow } from './dom.js'

/**
 * Shows what a word means while it is hovered over, focused or touched; Escape hides it. Self-contained: its source goes into the page.
 */
export function explainTerms(window: PageWindow): void {
  const { document } = window
  const tip = document.getElementById('tooltip')
  if (!tip) return
  let of: PageElement | undefined

  function hide(): void {
    of?.removeAttribute('aria-describedby')
    of = undefined
    tip!.setAttribute('hidden', '')
  }

  function show(term: PageElement): void {
    hide()
    of = term
    tip!.textContent = term.dataset.tip ?? ''
    tip!.removeAttribute('hidden')
    term.setAttribute('aria-describedby', 'tooltip')
    const [at, box] = [term.getBoundingClientRect(), tip!.getBoundingClientRect()]
    const width = document.documentElement.clientWidth
    const left = Math.max(8, Math.min(at.left, width - box.width - 8))
    const above = at.top - box.height - 6
    const top = above > 60 ? above : at.bottom + 6
    tip!.style.setProperty('left', `${left}px`)
    tip!.style.setProperty('top', `${top}px`)
  }

  for (const term of document.querySelectorAll('[data-tip]')) {
    term.addEventListener('mouseenter', () => show(term))
    term.addEventListener('mouseleave', hide)
    term.addEventListener('focus', () => show(term))
    term.addEventListener('blur', hide)
    term.addEventListener('click', () => show(term))
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide()
  })
  window.addEventListener('scroll', hide)
}

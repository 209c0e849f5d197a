import { useEffect, useState } from 'preact/hooks'
import { hasToken, setToken } from './control.js'
import { html } from './html.js'
import { loadNamespaces } from './load.js'

/** @typedef {import('./model.js').Model} Model */

const namespacesIntervalMs = 3_000
const connectionTexts = {
  connecting: 'connecting',
  live: 'live',
  disconnected: 'no connection; retrying',
  locked: 'locked',
}

/**
 * The top of the page: the connection, the namespace, the clock, the reset button, and the last error.
 * @param {{ model: Model }} props
 */
export function Header({ model }) {
  const { connection, namespace, problem } = model
  const namespaces = useNamespaces(namespace)
  const open = (/** @type {string} */ name) => {
    history.replaceState(null, '', name === 'default' ? location.pathname : `?namespace=${name}`)
    model.open(name)
  }
  return html`
    <header>
      <h1>tryvox-sandbox</h1>
      <p role="status" class=${`connection ${connection}`}>${connectionTexts[connection]}</p>
      <label>
        Namespace
        <select value=${namespace} onChange=${(/** @type {any} */ { target }) => open(target.value)}>
          ${namespaces.map(name => html`<option key=${name} value=${name}>${name}</option>`)}
        </select>
      </label>
      <${Clock} model=${model} />
      <button type="button" onClick=${() => model.callApi('POST', '/reset')}>Reset ${namespace}</button>
      <nav><a href="/docs">API reference</a></nav>
    </header>
    <p role="alert" class=${problem === '' ? 'problem hidden' : 'problem'}>${problem}</p>
  `
}

/** The names of all namespaces, including the current one, which may not exist yet. @param {string} namespace */
function useNamespaces(namespace) {
  const [namespaces, setNamespaces] = useState(/** @type {string[]} */ ([]))
  useEffect(() => {
    const load = () => document.hidden || loadNamespaces().then(setNamespaces, () => {})
    load()
    const timer = setInterval(load, namespacesIntervalMs)
    return () => clearInterval(timer)
  }, [])
  return [...new Set(['default', namespace, ...namespaces])].sort()
}

/** The clock of the namespace, with a form to change it. @param {{ model: Model }} props */
function Clock({ model }) {
  const [now, setNow] = useState('')
  const { clock } = model
  const set = (/** @type {object} */ body) => model.callApi('PUT', '/clock', body)
  const freeze = (/** @type {Event} */ event) => {
    event.preventDefault()
    set({ now: now === '' ? clock?.now : now })
  }
  return html`
    <form class="clock" onSubmit=${freeze}>
      <span>Clock <output>${clockText(clock)}</output></span>
      <label>
        Freeze at
        <input
          value=${now}
          placeholder="now, or 2026-04-09T11:15:00Z"
          size="22"
          onInput=${(/** @type {any} */ { target }) => setNow(target.value)}
        />
      </label>
      <button>Freeze</button>
      <button type="button" onClick=${() => set({ advance_ms: 3_600_000 })}>+1 hour</button>
      <button type="button" onClick=${() => set({ real: true })}>Real time</button>
    </form>
  `
}

/** @param {Model['clock']} clock */
function clockText(clock) {
  if (clock === null) return ''
  if (clock.mode === 'real') return 'real time'
  return `${clock.mode === 'frozen' ? 'frozen at' : 'shifted to'} ${clock.now.slice(0, 19).replace('T', ' ')}`
}

/** Asks for the token of the control API. @param {{ model: Model }} props */
export function Unlock({ model }) {
  const [token, setInput] = useState('')
  const unlock = (/** @type {Event} */ event) => {
    event.preventDefault()
    setToken(token)
    model.open(model.namespace)
  }
  return html`
    <main class="unlock">
      <h1>tryvox-sandbox</h1>
      ${hasToken() && html`<p role="alert">The token is wrong.</p>`}
      <form onSubmit=${unlock}>
        <label>
          Control token of this server
          <input
            type="password"
            autocomplete="off"
            value=${token}
            onInput=${(/** @type {any} */ { target }) => setInput(target.value)}
          />
        </label>
        <button>Open</button>
      </form>
    </main>
  `
}

import { control } from './control.js'
import { loadNamespace } from './load.js'
import { follow } from './stream.js'

/** The number of journal entries to show: as many as the server keeps of a namespace by default. */
const maxEntries = 1_000

/** The delay before a failed load is retried. */
const retryMs = 1_000

/**
 * The state of one namespace, as the page shows it. It is loaded completely when the event stream opens, and then
 * updated by each journal entry.
 */
export class Model {
  namespace = 'default'
  /** @type {'connecting' | 'live' | 'disconnected' | 'locked'} */
  connection = 'connecting'
  /** The numbers by E.164, in ascending order. @type {Map<string, any>} */
  numbers = new Map()
  /** The trunks and applications. @type {any[]} */
  destinations = []
  /** The journal entries, newest first. @type {any[]} */
  journal = []
  /** @type {any[]} */
  faults = []
  /** @type {any[]} */
  deliveries = []
  /** @type {{ now: string, mode: string } | null} */
  clock = null
  /** The last simulated call; `call` is its result, null until it arrives. @type {{ to: string, call: any } | null} */
  simulated = null
  /** The error of the last failed call of the control API. */
  problem = ''
  /**
   * For each load in progress, the entries that arrived since it began. They are applied again after the load, because
   * its responses can be older.
   * @type {Set<any[]>}
   */
  #loads = new Set()
  #stream = new AbortController()
  /** The paths of the next scheduled load. @type {Set<string>} */
  #scheduledPaths = new Set()
  #isRenderScheduled = false
  #onChange

  /** @param {() => void} onChange Called at most once per frame. */
  constructor(onChange) {
    this.#onChange = onChange
    // A browser limits the connections to a server, so a hidden page closes its own.
    document.addEventListener('visibilitychange', () =>
      document.hidden ? this.#stream.abort() : this.open(this.namespace),
    )
  }

  /** Shows a namespace: opens its event stream and loads its state. @param {string} namespace */
  open(namespace) {
    this.#stream.abort()
    this.#stream = new AbortController()
    const empty = {
      numbers: new Map(),
      destinations: [],
      journal: [],
      faults: [],
      deliveries: [],
      clock: null,
      simulated: null,
    }
    this.#update({ connection: 'connecting', ...(namespace !== this.namespace && empty), namespace })
    const { signal } = this.#stream
    const closed = (/** @type {any} */ error) => {
      // The server ends a stream normally at a reset. It is opened again at once.
      if (error === undefined) return this.#update({ simulated: null })
      this.#update({
        connection: error.status === 401 ? 'locked' : 'disconnected',
        problem: error.status ? error.message : '',
      })
    }
    follow(namespace, { opened: () => this.load(), entry: entry => this.#receive(entry), closed }, signal)
  }

  /** Loads the whole state, or the parts at these paths of the control API. @param {string[]} [paths] */
  async load(paths) {
    const { signal } = this.#stream
    /** @type {any[]} */
    const newEntries = []
    this.#loads.add(newEntries)
    const loaded = await loadNamespace(this.namespace, paths).catch(() => null)
    this.#loads.delete(newEntries)
    if (signal.aborted) return
    if (loaded === null) return void setTimeout(() => signal.aborted || this.load(paths), retryMs)
    const problem = this.connection === 'disconnected' ? '' : this.problem
    this.#update({ connection: 'live', problem, ...loaded })
    for (const entry of newEntries) this.#apply(entry)
  }

  /**
   * Calls the control API and reloads the state. Shows the error if the call fails.
   * @param {string} method @param {string} path @param {unknown} [body]
   */
  async callApi(method, path, body) {
    try {
      const result = await control(method, path, { namespace: this.namespace }, body)
      this.#update({ problem: '' })
      await this.load()
      return result
    } catch (error) {
      this.#update({ problem: error instanceof Error ? error.message : `${error}` })
      return null
    }
  }

  /**
   * Simulates a call and shows its result, unless a later call was simulated before the result arrived.
   * @param {{ from: string, to: string, deliver: boolean }} options
   */
  async simulateCall(options) {
    const simulated = { to: options.to, call: null }
    this.#update({ simulated })
    const call = await this.callApi('POST', '/calls', options)
    if (this.simulated === simulated) this.#update({ simulated: call && { ...simulated, call } })
  }

  /** Handles an entry of the event stream. @param {any} entry */
  #receive(entry) {
    for (const newEntries of this.#loads) newEntries.push(entry)
    this.#apply(entry)
    if (entry.fault !== null) this.#scheduleLoad('/faults')
    // A change of a trunk or an application can affect many numbers: deleting a trunk unassigns all of its numbers.
    if (entry.e164 === null && entry.method !== 'GET') this.#scheduleLoad('/state')
  }

  /** Applies a journal entry to the state. An entry can arrive twice. @param {any} entry */
  #apply(entry) {
    const { id, changed, e164 } = entry
    // Entries arrive in the order of their ids.
    if (id > (this.journal[0]?.id ?? 0)) this.journal = [entry, ...this.journal].slice(0, maxEntries)
    const number = this.numbers.get(e164)
    // The table highlights a number when its `changeId` changes.
    if (changed !== null && number) this.numbers.set(e164, { ...number, ...changed.after, changeId: entry.id })
    this.#update({})
  }

  /**
   * Loads this path after a short delay, together with the other paths that are scheduled until then.
   * @param {string} path
   */
  #scheduleLoad(path) {
    if (this.#scheduledPaths.size === 0) {
      setTimeout(() => {
        const paths = [...this.#scheduledPaths]
        this.#scheduledPaths.clear()
        this.load(paths)
      }, 200)
    }
    this.#scheduledPaths.add(path)
  }

  /** Sets these fields and renders the page. @param {object} fields */
  #update(fields) {
    Object.assign(this, fields)
    if (this.#isRenderScheduled) return
    this.#isRenderScheduled = true
    requestAnimationFrame(() => {
      this.#isRenderScheduled = false
      this.#onChange()
    })
  }
}
